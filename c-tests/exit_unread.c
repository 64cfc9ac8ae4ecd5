// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A program ends although it has not read what it sent to itself, whether the sender is closed or not. */
#include "observe.h"

static void fill(int fd)
{
    static char block[65536];
    NEEDED(set_nonblocking(fd));
    ssize_t sent;
    do
        sent = send(fd, block, sizeof block, 0);
    while (sent > 0);
    show_result("then", sent);
}

static void test(void)
{
    int closed[2], open[2];
    NEEDED(tcp_pair(closed));
    NEEDED(tcp_pair(open));
    fill(closed[0]);
    fill(open[0]);
    show_result("close", close(closed[0]));
}

int main(void)
{
    test();
    return 0;
}
