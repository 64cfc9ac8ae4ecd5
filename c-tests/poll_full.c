// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A stream with no room to write is not ready, though the other end has closed its half meanwhile; room makes it so.
 * A host may be woken by that half close again and again, and have nothing to tell. */
#include "observe.h"

static void fill_and_empty(void)
{
    static char block[65536];
    int pair[2];
    long sent = 0, taken = 0;
    NEEDED(tcp_pair(pair));
    NEEDED(set_nonblocking(pair[0]));
    for (ssize_t n; (n = send(pair[0], block, sizeof block, 0)) > 0;)
        sent += n;
    show_yes("there is no room in the end", errno == EAGAIN && sent > 0);
    /* Where half a connection cannot be closed, there is only less to be woken by. */
    shutdown(pair[1], SHUT_WR);
    long start = now_ms();
    show_int("room to write, within a moment", events_within(pair[0], POLLOUT, 100));
    show_yes("that was a moment", now_ms() - start >= 90);
    while (taken < sent) {
        NEED(comes(pair[1], POLLIN), "all is taken");
        ssize_t n = recv(pair[1], block, sizeof block, 0);
        require(n > 0, "recv");
        taken += n;
    }
    show_events("once all is taken", wait_for(pair[0], POLLOUT));
}

int main(void)
{
    fill_and_empty();
    return 0;
}
