// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown in both directions at once: what was sent before it arrives, then the end, and hang-up on both sides. */
#include "observe.h"

static void test(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "before", 6, 0) == 6, "send");
    show_result("shutdown", shutdown(pair[0], SHUT_RDWR));
    show_result("send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_result("recv", recv(pair[0], text, sizeof text, 0));
    wait_for(pair[1], POLLIN);
    show_received("the other end hears", text, recv(pair[1], text, sizeof text, 0));
    wait_for(pair[1], POLLIN);
    show_result("then the end", recv(pair[1], text, sizeof text, 0));
    show_result("shutdown there", shutdown(pair[1], SHUT_RDWR));
    show_yes("hang-up here", wait_for(pair[0], POLLIN) & POLLHUP);
    show_yes("hang-up there", wait_for(pair[1], POLLIN) & POLLHUP);
    show_result("close", close(pair[0]));
    show_result("close", close(pair[1]));
}

int main(void)
{
    test();
    return 0;
}
