// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* listen: again with another backlog, without an address of one's own, and where it makes no sense. */
#include "observe.h"

static void bound_first(void)
{
    struct sockaddr_storage address;
    int fd = NEEDED(bound(AF_INET, SOCK_STREAM, &address));
    show_result("bound socket", listen(fd, 1));
    show_result("again, larger backlog", listen(fd, 16));
    show_result("backlog 0", listen(fd, 0));
    show_result("backlog -1", listen(fd, -1));
    show_result("backlog SOMAXCONN", listen(fd, SOMAXCONN));
    show_result("bind after listen", bind(fd, SA(&address), sizeof(struct sockaddr_in)));

}

static void never_bound(void)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("never bound", listen(fd, 4));
    getsockname(fd, SA(&address), &length);
    show_address("it got", &address);
}

static void datagrams(void)
{
    int udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result("a UDP socket", listen(udp, 4));
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("a connected socket", listen(pair[0], 4));
    show_result("an accepted socket", listen(pair[1], 4));
}

int main(void)
{
    bound_first();
    never_bound();
    datagrams();
    connection();
    return 0;
}
