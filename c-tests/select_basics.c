// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* select on sockets: three sets in, three sets out, the count, and the timeout. */
#include "observe.h"
#include <sys/select.h>

static int pair[2], top;

static void ask(const char *label, long milliseconds)
{
    fd_set in, out, odd;
    struct timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_ZERO(&odd);
    for (int i = 0; i < 2; i++) {
        FD_SET(pair[i], &in);
        FD_SET(pair[i], &odd);
    }
    FD_SET(pair[0], &out);
    show_result(label, select(top, &in, &out, &odd, &limit));
    for (int i = 0; i < 2; i++)
        show(i ? "  second" : "  first", "%s%s%s", FD_ISSET(pair[i], &in) ? "in " : "",
             FD_ISSET(pair[i], &out) ? "out " : "", FD_ISSET(pair[i], &odd) ? "exceptional " : "");
}

static void test(void)
{
    fd_set in;
    struct timeval limit = {0, 200000};
    char text[8];
    NEEDED(tcp_pair(pair));
    top = (pair[0] > pair[1] ? pair[0] : pair[1]) + 1;
    ask("idle", 0);
    require(send(pair[0], "data", 4, 0) == 4, "send");
    wait_for(pair[1], POLLIN);
    ask("data for the second", 5000);
    require(recv(pair[1], text, sizeof text, 0) == 4, "recv");
    ask("read", 0);
    FD_ZERO(&in);
    FD_SET(pair[1], &in);
    long begin = now_ms();
    show_result("200 ms", select(top, &in, NULL, NULL, &limit));
    show_yes("about 200 ms passed", now_ms() - begin >= 190 && now_ms() - begin < 5000);
    show_yes("set is cleared", !FD_ISSET(pair[1], &in));
    close(pair[0]);
    wait_for(pair[1], POLLIN);
    FD_SET(pair[1], &in);
    show_result("other end closed, no limit", select(top, &in, NULL, NULL, NULL));
    show_yes("readable", FD_ISSET(pair[1], &in));
}

int main(void)
{
    test();
    return 0;
}
