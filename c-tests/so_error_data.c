// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_ERROR of a connection that was reset takes the error, and none of the data that came before. */
#include "observe.h"

static void pending(int fd)
{
    int error = -1;
    socklen_t length = sizeof error;
    NEED(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0, "SO_ERROR");
    show("SO_ERROR", "%s", error ? errno_name(error) : "none");
}

static void test(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "unread", 6, 0) == 6, "send");
    wait_for(pair[1], POLLIN);
    require(send(pair[1], "data", 4, 0) == 4, "send");
    close(pair[1]);
    events_within(pair[0], POLLERR, 300);
    pending(pair[0]);
    show_received("recv", text, recv(pair[0], text, sizeof text, 0));
    show_received("recv", text, recv(pair[0], text, sizeof text, 0));
    pending(pair[0]);
}

int main(void)
{
    test();
    return 0;
}
