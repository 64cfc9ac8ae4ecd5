// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* select's corners: empty sets, no sets, exceptional conditions asked for as curl does, and the sets after a wait. */
#include "observe.h"
#include <sys/select.h>

static void no_sets(void)
{
    struct timeval none = {0, 0}, some = {0, 150000};
    show_result("no sets, no time", select(0, NULL, NULL, NULL, &none));
    long begin = now_ms();
    show_result("no sets, 150 ms", select(0, NULL, NULL, NULL, &some));
    show_yes("  about 150 ms", now_ms() - begin >= 140 && now_ms() - begin < 5000);
}

static void sets(void)
{
    int pair[2];
    fd_set in, out, odd;
    struct timeval none = {0, 0};
    NEEDED(tcp_pair(pair));
    int top = (pair[0] > pair[1] ? pair[0] : pair[1]) + 1;
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_ZERO(&odd);
    show_result("empty sets", select(top, &in, &out, &odd, &none));
    FD_SET(pair[0], &odd);
    FD_SET(pair[1], &odd);
    show_result("only exceptional ones, idle", select(top, NULL, NULL, &odd, &none));
    show_yes("  cleared", !FD_ISSET(pair[0], &odd) && !FD_ISSET(pair[1], &odd));
    require(send(pair[0], "x", 1, 0) == 1, "send");
    wait_for(pair[1], POLLIN);
    FD_SET(pair[1], &in);
    FD_SET(pair[1], &out);
    FD_SET(pair[1], &odd);
    show_result("one descriptor in all three", select(top, &in, &out, &odd, &none));
    show("  sets", "%s%s%s", FD_ISSET(pair[1], &in) ? "in " : "", FD_ISSET(pair[1], &out) ? "out " : "",
         FD_ISSET(pair[1], &odd) ? "exceptional " : "");
    FD_SET(pair[0], &in);
    FD_SET(pair[1], &in);
    FD_CLR(pair[1], &in);
    show_result("one taken out again", select(top, &in, NULL, NULL, &none));
    FD_ZERO(&in);
    FD_SET(pair[1], &in);
    show_result("count too small to see it", select(pair[1], &in, NULL, NULL, &none));
    FD_ZERO(&in);
    FD_SET(pair[1], &in);
    FD_SET(pair[1], &in);
    show_result("set twice", select(top, &in, NULL, NULL, &none));
}

int main(void)
{
    no_sets();
    sets();
    return 0;
}
