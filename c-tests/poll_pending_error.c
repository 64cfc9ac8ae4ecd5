// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A datagram socket with a pending error: poll says ERR, and not IN, for there is nothing to read. */
#include "observe.h"

static void pending(int fd)
{
    for (int i = 0; i < 200 && !(events_within(fd, 0, 10) & POLLERR); i++)
        require(send(fd, "x", 1, 0) <= 1, "send");
}

static void test(void)
{
    struct sockaddr_storage there;
    char text[8];
    int other = NEEDED(bound_anyhow(AF_INET, SOCK_DGRAM, &there));
    close(other);
    int fd = NEEDED(connected(SOCK_DGRAM, &there));
    require(send(fd, "x", 1, 0) == 1, "send");
    pending(fd);
    show_events("no events", events_within(fd, 0, 0));
    show_events("IN", events_within(fd, POLLIN, 0));
    show_events("OUT", events_within(fd, POLLOUT, 0));
    show_events("IN and OUT", events_within(fd, POLLIN | POLLOUT, 0));
    show_result("recv", recv(fd, text, sizeof text, MSG_DONTWAIT));
    show_events("IN and OUT, the error taken", events_within(fd, POLLIN | POLLOUT, 0));
}

int main(void)
{
    test();
    return 0;
}
