// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A receive without room says how the socket is all the same: LuaSocket asks that way whether a connection was made. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage closed;
    int pair[2], holder = NEEDED(refusing(&closed)), fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    char byte;
    show_result("not connected", recv(fd, &byte, 0, 0));
    require(fcntl(fd, F_SETFL, O_NONBLOCK) == 0, "O_NONBLOCK");
    show_result("connect", connect(fd, SA(&closed), address_size(&closed)));
    wait_for(fd, POLLOUT);
    show_result("refused", recv(fd, &byte, 0, 0));
    show_result("then", recv(fd, &byte, 0, 0));
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
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
