// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* poll with nothing to look at is a sleep; its limits: 0, some, and for ever when something is there. */
#include "observe.h"

static void nothing(void)
{
    long begin = now_ms();
    show_result("poll(NULL, 0, 0)", poll(NULL, 0, 0));
    show_yes("  at once", now_ms() - begin < 1000);
    begin = now_ms();
    show_result("poll(NULL, 0, 150)", poll(NULL, 0, 150));
    show_yes("  about 150 ms", now_ms() - begin >= 140 && now_ms() - begin < 5000);
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    struct pollfd one = {pair[0], POLLIN, 0};
    long begin = now_ms();
    show_result("idle, 0", poll(&one, 1, 0));
    show_yes("  at once", now_ms() - begin < 1000);
    begin = now_ms();
    show_result("idle, 150", poll(&one, 1, 150));
    show_yes("  about 150 ms", now_ms() - begin >= 140 && now_ms() - begin < 5000);
    require(send(pair[1], "x", 1, 0) == 1, "send");
    begin = now_ms();
    show_result("ready, for ever", poll(&one, 1, -1));
    show_result("ready, -1000", poll(&one, 1, -1000));
    show_result("ready, 5 s", poll(&one, 1, 5000));
    show_yes("  at once", now_ms() - begin < 2000);
    show_result("count kept", poll(&one, 0, 0));
}

int main(void)
{
    nothing();
    connection();
    return 0;
}
