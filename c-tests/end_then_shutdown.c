// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown for writing after the peer's end, as servers do when they have answered: what has come is still received. */
#include "observe.h"

static void ended_by_peer(const char *label, const char *sent, int peeks)
{
    int pair[2], length = (int)strlen(sent);
    char text[16];
    NEEDED(tcp_pair(pair));
    require(send(pair[1], sent, (size_t)length, 0) == length, "send");
    show_result(label, close(pair[1]));
    wait_for(pair[0], POLLIN);
    if (peeks)
        show_received("  peek", text, recv(pair[0], text, sizeof text, MSG_PEEK));
    show_result("  shutdown", shutdown(pair[0], SHUT_WR));
    show_result("  send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_yes("  IN", events_within(pair[0], POLLIN, 0) & POLLIN);
    show_received("  recv", text, recv(pair[0], text, sizeof text, 0));
    show_result("  recv", recv(pair[0], text, sizeof text, 0));
    show_result("  once more", shutdown(pair[0], SHUT_WR));
    show_result("  close", close(pair[0]));
}

int main(void)
{
    ended_by_peer("after data", "request", 0);
    ended_by_peer("after data that were looked at", "request", 1);
    ended_by_peer("after nothing", "", 0);
    return 0;
}
