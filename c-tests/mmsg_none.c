// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* sendmmsg and recvmmsg of no message at all: the descriptor is looked at nevertheless. */
#include "observe.h"

static void both(const char *label, int fd)
{
    struct timespec bad = {-1, 0};
    show_result(label, sendmmsg(fd, NULL, 0, 0));
    show_result("  recvmmsg", recvmmsg(fd, NULL, 0, 0, NULL));
    show_result("  recvmmsg with a wrong time", recvmmsg(fd, NULL, 0, 0, &bad));
}

static void datagrams(void)
{
    int pair[2];
    NEEDED(udp_pair(pair));
    both("datagrams", pair[0]);
}

static void stream(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    both("streams", pair[0]);
}

static void closed(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    close(fd);
    both("closed", fd);
}

int main(void)
{
    datagrams();
    stream();
    closed();
    both("-1", -1);
    both("standard output", 1);
    return 0;
}
