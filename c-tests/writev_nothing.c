// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* writev of no bytes does not reach the socket: it sends no empty datagram, and does not fail as send does. */
#include "observe.h"

static char text[8];

static void each(const char *state, int fd)
{
    struct iovec empty[2] = {{text, 0}, {NULL, 0}};
    show("state", "%s", state);
    show_result("writev of no part", writev(fd, empty, 0));
    show_result("writev of an empty part", writev(fd, empty, 1));
    show_result("writev of empty parts", writev(fd, empty, 2));
}

static void arrived(int fd)
{
    int datagrams = 0;
    while (events_within(fd, POLLIN, datagrams ? 50 : 500) && recv(fd, text, sizeof text, MSG_DONTWAIT) >= 0)
        datagrams++;
    show_int("datagrams", datagrams);
}

static void datagrams(void)
{
    int pair[2], fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    each("without a peer", fd);
    NEEDED(udp_pair(pair));
    each("with a peer", pair[0]);
    arrived(pair[1]);
}

static void streams(void)
{
    int pair[2], fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    each("a fresh stream", fd);
    NEEDED(tcp_pair(pair));
    each("a connection", pair[0]);
    show_result("nothing came", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    require(shutdown(pair[0], SHUT_RDWR) == 0, "shutdown");
    each("after shutdown", pair[0]);
}

static void closed(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    close(fd);
    each("closed", fd);
}

int main(void)
{
    datagrams();
    streams();
    closed();
    return 0;
}
