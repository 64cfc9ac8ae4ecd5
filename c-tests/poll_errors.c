// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What poll says of sockets that are broken: reset and refused, before and after the error was told. */
#include "observe.h"

/* A close that leaves something unread is a reset. */
static void reset(void)
{
    int pair[2];
    char text[4];
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "x", 1, 0) == 1, "send");
    wait_for(pair[1], POLLIN);
    close(pair[1]);
    NEED(comes(pair[0], 0), "the reset comes");
    show_events("reset", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_result("recv", recv(pair[0], text, sizeof text, 0));
    show_events("after the error was told", events_within(pair[0], POLLIN | POLLOUT, 0));
    close(pair[0]);
}

static void refused(void)
{
    int code = -1;
    struct sockaddr_storage closed;
    socklen_t length = sizeof code;
    int lost = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), holder = NEEDED(refusing(&closed));
    show_result("connect", connect(lost, SA(&closed), sizeof(struct sockaddr_in)));
    NEED(comes(lost, POLLOUT), "the refusal comes");
    show_events("refused", events_within(lost, POLLIN | POLLOUT, 0));
    show_events("refused, only output asked", events_within(lost, POLLOUT, 0));
    getsockopt(lost, SOL_SOCKET, SO_ERROR, &code, &length);
    show("SO_ERROR", "%s", errno_name(code));
    show_events("after that", events_within(lost, POLLIN | POLLOUT, 0));
    close(holder);
}

int main(void)
{
    reset();
    refused();
    return 0;
}
