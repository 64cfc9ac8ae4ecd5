// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* connect on UDP names the peer: it filters what arrives and may be changed at will. */
#include "observe.h"

static void named(const char *label, int fd)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    memset(&peer, 0, sizeof peer);
    if (show_result(label, getpeername(fd, SA(&peer), &length)) == 0)
        show_address("  peer", &peer);
}

static void test(void)
{
    struct sockaddr_storage mine, one, two;
    char text[8];
    int fd = NEEDED(udp_on_loopback(&mine)), first = NEEDED(udp_on_loopback(&one)), second = NEEDED(udp_on_loopback(&two));
    socklen_t length = sizeof(struct sockaddr_in);

    named("before", fd);
    show_result("send before", send(fd, "x", 1, 0));
    show_result("connect", connect(fd, SA(&one), length));
    named("after", fd);
    show_result("a stranger sends", sendto(second, "no", 2, 0, SA(&mine), length));
    show_result("the peer sends", sendto(first, "yes", 3, 0, SA(&mine), length));
    wait_for(fd, POLLIN);
    show_received("only the peer is heard", text, recv(fd, text, sizeof text, 0));
    show_events("nothing more", events_within(fd, POLLIN, 50));

    show_result("connect to the other", connect(fd, SA(&two), length));
    show_result("send", send(fd, "hi", 2, 0));
    wait_for(second, POLLIN);
    show_received("the other hears", text, recv(second, text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
