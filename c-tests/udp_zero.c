// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An empty datagram is a datagram: it is sent, wakes poll, is received as 0 and keeps its sender's address. */
#include "observe.h"

static int fd, sender;
static char text[8];

static void unconnected(void)
{
    struct sockaddr_storage there, from;
    socklen_t length = sizeof from;
    fd = NEEDED(udp_on_loopback(&there));
    sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    NEEDED(set_nonblocking(fd));
    NEED(show_result("sendto of nothing", sendto(sender, "", 0, 0, SA(&there), sizeof(struct sockaddr_in))) == 0, "it arrives");
    show_events("it arrives", comes(fd, POLLIN));
    memset(&from, 0, sizeof from);
    show_result("recvfrom", recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
    show_address("from", &from);
    show_result("nothing more", recv(fd, text, sizeof text, 0));
}

static void to_a_peer(void)
{
    NEEDED(set_nonblocking(fd));
    int empty = show_result("send of nothing", send(sender, NULL, 0, 0)) == 0;
    show_result("and of something", send(sender, "x", 1, 0));
    if (empty) {
        wait_for(fd, POLLIN);
        show_result("first", recv(fd, text, sizeof text, 0));
    } else {
        skip("the empty one");
    }
    wait_for(fd, POLLIN);
    show_received("second", text, recv(fd, text, sizeof text, 0));
    show_result("send of something", send(sender, "y", 1, 0));
    wait_for(fd, POLLIN);
    show_result("recv into nothing takes the datagram", recv(fd, text, 0, 0));
    show_result("it is gone", recv(fd, text, sizeof text, 0));
}

static void one_connected(void)
{
    struct sockaddr_storage there;
    fd = NEEDED(udp_on_loopback(&there));
    sender = NEEDED(connected(SOCK_DGRAM, &there));
    to_a_peer();
}

static void both_connected(void)
{
    int pair[2];
    NEEDED(udp_pair(pair));
    sender = pair[0];
    fd = pair[1];
    show("both connected", "follows");
    to_a_peer();
}

int main(void)
{
    unconnected();
    one_connected();
    both_connected();
    return 0;
}
