// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Large numbers of descriptors, in poll and in select: the largest that a set holds, and one that nobody has. */
#include "observe.h"
#include <sys/select.h>

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    struct pollfd entries[3] = {{FD_SETSIZE - 1, POLLIN, 0}, {1000000, POLLOUT, 0}, {pair[0], POLLOUT, 0}};
    show_result("poll", poll(entries, 3, -1));
    for (int i = 0; i < 3; i++)
        show_events("  events", entries[i].revents);
    fd_set set;
    struct timeval none = {0, 0};
    FD_ZERO(&set);
    FD_SET(pair[0], &set);
    show_result("select, as many as a set holds", select(FD_SETSIZE, NULL, &set, NULL, &none));
    show_yes("writable", FD_ISSET(pair[0], &set) != 0);
}

static void not_open(void)
{
    fd_set set;
    struct timeval none = {0, 0};
    FD_ZERO(&set);
    FD_SET(FD_SETSIZE - 1, &set);
    show_yes("the largest of a set is in it", FD_ISSET(FD_SETSIZE - 1, &set) != 0);
    show_yes("the one below is not", FD_ISSET(FD_SETSIZE - 2, &set) != 0);
    show_result("select, closed, beyond what is asked", select(FD_SETSIZE - 1, &set, NULL, NULL, &none));
    FD_CLR(FD_SETSIZE - 1, &set);
    show_result("select, none, as many as a set holds", select(FD_SETSIZE, &set, NULL, NULL, &none));
}

int main(void)
{
    connection();
    not_open();
    return 0;
}
