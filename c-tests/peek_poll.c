// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What was only looked at is still there for poll, select and FIONREAD; what was taken is not. */
#include "observe.h"
#include <sys/ioctl.h>
#include <sys/select.h>

static void ask(const char *label, int fd)
{
    struct timeval now = {0, 0};
    fd_set in;
    int bytes = -1;
    FD_ZERO(&in);
    FD_SET(fd, &in);
    show_events(label, events_within(fd, POLLIN, 0));
    show_result("  select", select(fd + 1, &in, NULL, NULL, &now));
    show_result("  FIONREAD", ioctl(fd, FIONREAD, &bytes));
    show_int("  bytes", bytes);
}

static void test(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    ask("idle", pair[1]);
    require(send(pair[0], "hello", 5, 0) == 5, "send");
    wait_for(pair[1], POLLIN);
    ask("sent", pair[1]);
    show_received("peek", text, recv(pair[1], text, sizeof text, MSG_PEEK));
    ask("peeked", pair[1]);
    show_received("recv", text, recv(pair[1], text, 2, 0));
    ask("some taken", pair[1]);
    show_received("peek", text, recv(pair[1], text, sizeof text, MSG_PEEK));
    struct pollfd both[2] = {{pair[0], POLLIN, 0}, {pair[1], POLLIN, 0}};
    long begin = now_ms();
    show_result("poll for ever", poll(both, 2, -1));
    show_yes("it did not wait", now_ms() - begin < 2000);
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
    ask("all taken", pair[1]);
    require(send(pair[0], "bye", 3, 0) == 3, "send");
    wait_for(pair[1], POLLIN);
    show_received("peek", text, recv(pair[1], text, sizeof text, MSG_PEEK));
    show_result("close after a peek", close(pair[1]));
    NEEDED(tcp_pair(pair));
    ask("a new socket of the same number", pair[1]);
}

int main(void)
{
    test();
    return 0;
}
