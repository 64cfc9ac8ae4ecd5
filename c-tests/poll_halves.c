// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What poll says while a connection is ended half by half. */
#include "observe.h"

static void half_by_half(void)
{
    int pair[2];
    char byte;
    NEEDED(tcp_pair(pair));
    show_events("before", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_result("shutdown for reading", shutdown(pair[0], SHUT_RD));
    show_events("own end", events_within(pair[0], POLLIN | POLLOUT, 0));
    NEED(show_result("shutdown for writing", shutdown(pair[0], SHUT_WR)) == 0, "what follows half a close");
    wait_for(pair[1], POLLIN);
    show_events("own end", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_events("other end", events_within(pair[1], POLLIN | POLLOUT, 0));
    show_result("recv there", recv(pair[1], &byte, 1, 0));
    show_result("shutdown there", shutdown(pair[1], SHUT_WR));
    show_yes("hang-up at both", (comes(pair[0], 0) & POLLHUP) && (comes(pair[1], 0) & POLLHUP));
}

int main(void)
{
    half_by_half();
    return 0;
}
