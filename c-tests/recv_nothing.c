// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A receive without room says how the socket is all the same: LuaSocket asks that way whether a connection was made. */
#include "observe.h"

static char byte;

static void never_connected(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("not connected", recv(fd, &byte, 0, 0));
    show_result("read", read(fd, &byte, 0));
}

static void refused(void)
{
    struct sockaddr_storage closed;
    int holder = NEEDED(refusing(&closed)), fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEEDED(set_nonblocking(fd));
    show_result("connect", connect(fd, SA(&closed), address_size(&closed)));
    wait_for(fd, POLLOUT);
    show_result("refused", recv(fd, &byte, 0, 0));
    show_result("then", recv(fd, &byte, 0, 0));
    close(holder);
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("nothing has come", recv(pair[1], &byte, 0, MSG_DONTWAIT));
    require(send(pair[0], "x", 1, 0) == 1, "send");
    wait_for(pair[1], POLLIN);
    show_result("something has come", recv(pair[1], &byte, 0, 0));
    show_result("  it is still there", recv(pair[1], &byte, 1, 0));
    close(pair[0]);
    wait_for(pair[1], POLLIN);
    show_result("the end", recv(pair[1], &byte, 0, 0));
    show_result("read", read(pair[1], &byte, 0));
}

/* read asks no socket for nothing, so that the datagram stays. */
static void datagram(void)
{
    int pair[2];
    char text[4];
    struct iovec none[2] = {{text, 0}, {text, 0}};
    NEEDED(udp_pair(pair));
    NEEDED(set_nonblocking(pair[1]));
    require(send(pair[0], "one", 3, 0) == 3, "send");
    wait_for(pair[1], POLLIN);
    show_result("read of nothing", read(pair[1], text, 0));
    show_result("readv of nothing", readv(pair[1], none, 2));
    show_received("the datagram", text, recv(pair[1], text, sizeof text, 0));
}

int main(void)
{
    never_connected();
    refused();
    connection();
    datagram();
    return 0;
}
