// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* pselect: the limit in nanoseconds and left alone, otherwise select. */
#include "observe.h"
#include <sys/select.h>

static void test(void)
{
    int pair[2];
    fd_set in;
    struct timespec none = {0, 0}, some = {0, 150000000}, odd = {0, 1000000000};
    NEEDED(tcp_pair(pair));
    int top = pair[0] + 1;
    FD_ZERO(&in);
    FD_SET(pair[0], &in);
    show_result("idle, none", pselect(top, &in, NULL, NULL, &none, NULL));
    show_yes("cleared", !FD_ISSET(pair[0], &in));
    FD_SET(pair[0], &in);
    long begin = now_ms();
    show_result("idle, 150 ms", pselect(top, &in, NULL, NULL, &some, NULL));
    show_yes("about 150 ms", now_ms() - begin >= 140 && now_ms() - begin < 5000);
    show_yes("the limit is not changed", some.tv_sec == 0 && some.tv_nsec == 150000000);
    show_result("too many nanoseconds", pselect(top, &in, NULL, NULL, &odd, NULL));
    require(send(pair[1], "x", 1, 0) == 1, "send");
    FD_ZERO(&in);
    FD_SET(pair[0], &in);
    show_result("ready, for ever", pselect(top, &in, NULL, NULL, NULL, NULL));
    show_yes("in the set", FD_ISSET(pair[0], &in));
}

int main(void)
{
    test();
    return 0;
}
