// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* listen: again with another backlog, without an address of one's own, and where it makes no sense. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int fd = NEEDED(bound(AF_INET, SOCK_STREAM, &address));
    show_result("bound socket", listen(fd, 1));
    show_result("again, larger backlog", listen(fd, 16));
    show_result("backlog 0", listen(fd, 0));
    show_result("backlog -1", listen(fd, -1));
    show_result("backlog SOMAXCONN", listen(fd, SOMAXCONN));
    show_result("bind after listen", bind(fd, SA(&address), sizeof(struct sockaddr_in)));

    int loose = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("never bound", listen(loose, 4));
    memset(&address, 0, sizeof address);
    getsockname(loose, SA(&address), &length);
    show_address("it got", &address);

    int udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), pair[2];
    show_result("a UDP socket", listen(udp, 4));
    NEEDED(tcp_pair(pair));
    show_result("a connected socket", listen(pair[0], 4));
    show_result("an accepted socket", listen(pair[1], 4));
}

int main(void)
{
    test();
    return 0;
}
