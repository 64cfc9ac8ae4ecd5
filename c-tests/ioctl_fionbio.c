// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* FIONBIO: the older way to make a socket non-blocking; fcntl sees it, and it can be undone. */
#include "observe.h"
#include <sys/ioctl.h>

static void test(void)
{
    int pair[2], on = 1, off = 0, two = 2;
    char text[4];
    NEEDED(tcp_pair(pair));
    show_result("on", ioctl(pair[0], FIONBIO, &on));
    show_yes("O_NONBLOCK", fcntl(pair[0], F_GETFL) & O_NONBLOCK);
    show_result("recv", recv(pair[0], text, sizeof text, 0));
    show_result("off", ioctl(pair[0], FIONBIO, &off));
    show_yes("O_NONBLOCK", fcntl(pair[0], F_GETFL) & O_NONBLOCK);
    show_result("any number is on", ioctl(pair[0], FIONBIO, &two));
    show_yes("O_NONBLOCK", fcntl(pair[0], F_GETFL) & O_NONBLOCK);
    show_result("fcntl undoes it", fcntl(pair[0], F_SETFL, 0));
    show_yes("O_NONBLOCK", fcntl(pair[0], F_GETFL) & O_NONBLOCK);
    show_result("unknown request", ioctl(pair[0], 0x7777, &on));
    show_result("-1", ioctl(-1, FIONBIO, &on));
}

int main(void)
{
    test();
    return 0;
}
