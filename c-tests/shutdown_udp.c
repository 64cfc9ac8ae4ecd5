// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown on UDP: only with a peer, and for writing it means no more sending. */
#include "observe.h"

static void unconnected(void)
{
    int udp = socket(AF_INET, SOCK_DGRAM, 0);
    NEED(udp >= 0, "socket");
    show_result("not connected, for reading", shutdown(udp, SHUT_RD));
    show_result("not connected, both", shutdown(udp, SHUT_RDWR));
    show_result("not connected, how 77", shutdown(udp, 77));
}

static void connected_pair(void)
{
    struct sockaddr_in nowhere = loopback4();
    struct sockaddr_in6 other = loopback6();
    int datagrams[2];
    char byte;
    NEEDED(udp_pair(datagrams));
    show_result("connected, for writing", shutdown(datagrams[0], SHUT_WR));
    show_result("then send", send(datagrams[0], "x", 1, MSG_NOSIGNAL));
    show_result("to another family", sendto(datagrams[0], "x", 1, MSG_NOSIGNAL, SA(&other), sizeof other));
    show_result("to port 0", sendto(datagrams[0], "x", 1, MSG_NOSIGNAL, SA(&nowhere), sizeof nowhere));
    show_result("the other way works", send(datagrams[1], "y", 1, 0));
    wait_for(datagrams[0], POLLIN);
    show_received("and is heard", &byte, recv(datagrams[0], &byte, 1, 0));
    int ended = shutdown(datagrams[0], SHUT_RD);
    show_result("for reading", ended);
    NEED(ended == 0, "a receive after it");
    show_result("recv without waiting", recv(datagrams[0], &byte, 1, MSG_DONTWAIT));
    show_result("recv", recv(datagrams[0], &byte, 1, 0));
}

int main(void)
{
    unconnected();
    connected_pair();
    return 0;
}
