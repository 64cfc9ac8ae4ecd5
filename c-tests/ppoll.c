// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* ppoll: limits in nanoseconds, NULL for ever, and what is no time. */
#include "observe.h"

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    struct pollfd one = {pair[0], POLLIN, 0};
    struct timespec none = {0, 0}, some = {0, 150000000}, odd = {0, 1000000000}, negative = {-1, 0};
    show_result("idle, none", ppoll(&one, 1, &none, NULL));
    long begin = now_ms();
    show_result("idle, 150 ms", ppoll(&one, 1, &some, NULL));
    show_yes("about 150 ms", now_ms() - begin >= 140 && now_ms() - begin < 5000);
    show_yes("the limit is not changed", some.tv_sec == 0 && some.tv_nsec == 150000000);
    show_result("too many nanoseconds", ppoll(&one, 1, &odd, NULL));
    show_result("negative", ppoll(&one, 1, &negative, NULL));
    require(send(pair[1], "x", 1, 0) == 1, "send");
    show_result("ready, for ever", ppoll(&one, 1, NULL, NULL));
    show_events("events", one.revents);
}

static void nothing(void)
{
    struct timespec none = {0, 0};
    show_result("nothing to look at", ppoll(NULL, 0, &none, NULL));
}

int main(void)
{
    connection();
    nothing();
    return 0;
}
