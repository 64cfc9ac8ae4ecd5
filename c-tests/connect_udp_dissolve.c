// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* connect to AF_UNSPEC dissolves a UDP socket's tie to its peer, as resolvers and NTP clients do. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there, from;
    struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    socklen_t length = sizeof from;
    char text[8];
    int peer = NEEDED(udp_on_loopback(&there)), fd = NEEDED(connected(SOCK_DGRAM, &there));
    show_result("getpeername", getpeername(fd, SA(&from), &length));
    show_result("connect to AF_UNSPEC", connect(fd, &nobody, sizeof nobody));
    length = sizeof from;
    show_result("getpeername", getpeername(fd, SA(&from), &length));
    show_result("send", send(fd, "x", 1, 0));
    show_result("sendto", sendto(fd, "here", 4, 0, SA(&there), sizeof(struct sockaddr_in)));
    wait_for(peer, POLLIN);
    length = sizeof from;
    recvfrom(peer, text, sizeof text, 0, SA(&from), &length);
    show_address("from", &from);
    show_result("the peer answers", sendto(peer, "back", 4, 0, SA(&from), length));
    wait_for(fd, POLLIN);
    show_received("heard", text, recv(fd, text, sizeof text, 0));
    show_result("connect anew", connect(fd, SA(&there), sizeof(struct sockaddr_in)));
    show_result("send", send(fd, "x", 1, 0));
}

int main(void)
{
    test();
    return 0;
}
