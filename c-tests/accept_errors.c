// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* accept where there is nothing to accept: the errno decides whether a server waits or ends. */
#include "observe.h"

static void idle_listener(void)
{
    struct sockaddr_storage address;
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    int listening = NEEDED(listener(AF_INET, &address));
    NEEDED(set_nonblocking(listening));
    show_fd("nobody has called", accept(listening, SA(&peer), &length));
    show_int("length untouched", (long)length);
    show_fd("nobody has called, no address", accept(listening, NULL, NULL));

}

static void fresh(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_fd("a socket that does not listen", accept(fd, NULL, NULL));
}

static void bound_only(void)
{
    int fd = NEEDED(bound_untold(AF_INET, SOCK_STREAM));
    show_fd("bound but not listening", accept(fd, NULL, NULL));
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_fd("a connected socket", accept(pair[0], NULL, NULL));
    show_fd("an accepted socket", accept(pair[1], NULL, NULL));
}

static void datagrams(void)
{
    int udp = NEEDED(bound_untold(AF_INET, SOCK_DGRAM));
    show_fd("a UDP socket", accept(udp, NULL, NULL));
    show_fd("accept4 on a UDP socket", accept4(udp, NULL, NULL, SOCK_NONBLOCK));
}

int main(void)
{
    idle_listener();
    fresh();
    bound_only();
    connection();
    datagrams();
    return 0;
}
