// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What poll cannot say, epoll over it refuses. */
#include "../observe.h"
#include <sys/epoll.h>

static void test(void)
{
    int pair[2], epfd = epoll_create1(0), inner = epoll_create1(0);
    struct epoll_event edge = {.events = EPOLLIN | EPOLLET}, half = {.events = EPOLLRDHUP}, plain = {.events = EPOLLIN};
    NEEDED(tcp_pair(pair));
    show_result("edges", epoll_ctl(epfd, EPOLL_CTL_ADD, pair[0], &edge));
    show_result("half a hang-up alone", epoll_ctl(epfd, EPOLL_CTL_ADD, pair[1], &half));
    show_result("a set within a set", epoll_ctl(epfd, EPOLL_CTL_ADD, inner, &plain));
}

int main(void)
{
    test();
    return 0;
}
