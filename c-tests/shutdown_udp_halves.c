// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown of UDP by halves: reading ends for waits alone, writing for all sends; without a peer it fails and has its effect
 * all the same. */
#include "observe.h"

static void receive(int fd)
{
    char text[8];
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    show_events("  events", events_within(fd, POLLIN | POLLOUT, 0));
    show_received("  peek", text, recv(fd, text, sizeof text, MSG_PEEK));
    show_received("  recvfrom", text, recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
    show_result("  recv", recv(fd, text, sizeof text, 0));
    show_result("  peek", recv(fd, text, sizeof text, MSG_PEEK));
    show_result("  recv, MSG_DONTWAIT", recv(fd, text, sizeof text, MSG_DONTWAIT));
    show_result("  read", read(fd, text, sizeof text));
}

static void with_a_peer(int first, int second)
{
    int pair[2];
    char text[8];
    NEEDED(udp_pair(pair));
    require(send(pair[1], "before", 6, 0) == 6, "send");
    wait_for(pair[0], POLLIN);
    NEED(show_result(first == SHUT_RD ? "reading" : "writing", shutdown(pair[0], first)) == 0, "what follows it");
    show_result("  send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    if (first == SHUT_RD)
        receive(pair[0]);
    else
        show_received("  recv", text, recv(pair[0], text, sizeof text, 0));
    show_result("the other half", shutdown(pair[0], second));
    show_result("  send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_result("  recv", recv(pair[0], text, sizeof text, 0));
    show_events("  events", events_within(pair[0], POLLIN | POLLOUT, 0));
    close(pair[0]);
    close(pair[1]);
}

static void without(void)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    struct sockaddr_in any = loopback4();
    char text[8];
    int to = socket(AF_INET, SOCK_DGRAM, 0), udp = socket(AF_INET, SOCK_DGRAM, 0);
    NEED(to >= 0 && udp >= 0, "socket");
    NEED(bind(udp, SA(&any), sizeof any) == 0, "bind");
    NEED(getsockname(udp, SA(&address), &length) == 0, "getsockname");
    require(sendto(to, "here", 4, 0, SA(&address), sizeof(struct sockaddr_in)) == 4, "sendto");
    wait_for(udp, POLLIN);
    show_result("no peer, writing", shutdown(udp, SHUT_WR));
    show_result("  sendto", sendto(udp, "x", 1, MSG_NOSIGNAL, SA(&address), sizeof(struct sockaddr_in)));
    show_result("no peer, reading", shutdown(udp, SHUT_RD));
    show_received("  recv", text, recv(udp, text, sizeof text, 0));
    show_events("  events", events_within(udp, POLLIN, 0));
    close(udp);
    close(to);
}

int main(void)
{
    with_a_peer(SHUT_RD, SHUT_WR);
    with_a_peer(SHUT_WR, SHUT_RD);
    without();
    return 0;
}
