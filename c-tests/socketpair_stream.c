// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* socketpair as programs use it: a pipe in both directions for waking an event loop, with an end at each end. */
#include "observe.h"

static void talk(void)
{
    int pair[2] = {-1, -1};
    char text[16];
    NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "socketpair");
    show_yes("two descriptors", pair[0] >= 0 && pair[1] >= 0 && pair[0] != pair[1]);
    show_events("idle", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_result("send", send(pair[0], "there", 5, 0));
    wait_for(pair[1], POLLIN);
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
    show_result("write", write(pair[1], "and back", 8));
    wait_for(pair[0], POLLIN);
    show_received("read 3", text, read(pair[0], text, 3));
    show_received("read the rest", text, read(pair[0], text, sizeof text));
    NEEDED(set_nonblocking(pair[0]));
    show_result("nothing there", recv(pair[0], text, sizeof text, 0));
    show_result("close", close(pair[1]));
    show_yes("hang-up", wait_for(pair[0], POLLIN) & POLLHUP);
    show_result("send to nobody", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_result("recv from nobody", recv(pair[0], text, sizeof text, 0));
}

int main(void)
{
    talk();
    return 0;
}
