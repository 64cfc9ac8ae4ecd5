// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Receiving less than was sent leaves the rest; a full send buffer takes a part and then says EAGAIN. */
#include "observe.h"

static char block[65536];

static void test(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("send", send(pair[0], "abcdefgh", 8, 0));
    wait_for(pair[1], POLLIN);
    show_received("three of it", text, recv(pair[1], text, 3, 0));
    show_received("one of it", text, recv(pair[1], text, 1, 0));
    show_received("the rest", text, recv(pair[1], text, sizeof text, 0));

    NEEDED(set_nonblocking(pair[0]));
    NEEDED(set_nonblocking(pair[1]));
    show_result("recv with nothing there", recv(pair[1], text, 1, 0));
    size_t sent = 0, came = 0;
    ssize_t piece;
    do {
        while ((piece = send(pair[0], block, sizeof block, 0)) > 0)
            sent += (size_t)piece;
    } while (events_within(pair[0], POLLOUT, 100));
    show_result("send into a full buffer", piece);
    show_events("writable now", events_within(pair[0], POLLOUT, 0));
    while (came < sent) {
        wait_for(pair[1], POLLIN);
        piece = recv(pair[1], block, sizeof block, 0);
        require(piece > 0, "recv");
        came += (size_t)piece;
    }
    show_yes("all that was taken arrived", came == sent);
    show_events("writable again", wait_for(pair[0], POLLOUT));
    show_result("recv with nothing left", recv(pair[1], text, 1, 0));
}

int main(void)
{
    test();
    return 0;
}
