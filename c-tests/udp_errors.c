// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What sendto refuses on UDP, and what it allows though it looks odd. */
#include "observe.h"

static char huge[70000];

static const socklen_t full = sizeof(struct sockaddr_in);

static void no_address(void)
{
    int sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result("no address", sendto(sender, "x", 1, 0, NULL, 0));
    show_result("no address, a length", sendto(sender, "x", 1, 0, NULL, full));
    show_result("send", send(sender, "x", 1, 0));
}

static void odd_addresses(void)
{
    struct sockaddr_in there = address4(INADDR_LOOPBACK, 7), port0 = loopback4();
    struct sockaddr_in6 here6 = loopback6();
    int sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result("length 8", sendto(sender, "x", 1, 0, SA(&there), 8));
    show_result("length -1", sendto(sender, "x", 1, 0, SA(&there), (socklen_t)-1));
    show_result("an IPv6 address", sendto(sender, "x", 1, 0, SA(&here6), sizeof here6));
    show_result("port 0", sendto(sender, "x", 1, 0, SA(&port0), full));
}

static void sizes(void)
{
    struct sockaddr_storage there;
    int fd = NEEDED(udp_on_loopback(&there)), sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result("70000 bytes", sendto(sender, huge, sizeof huge, 0, SA(&there), full));
    show_result("65508 bytes", sendto(sender, huge, 65508, 0, SA(&there), full));
    show_result("65507 bytes", sendto(sender, huge, 65507, 0, SA(&there), full));
    wait_for(fd, POLLIN);
    show_result("they arrive", recv(fd, huge, sizeof huge, 0));

}

static void with_a_peer(void)
{
    struct sockaddr_storage there, other;
    char text[8];
    int fd = NEEDED(udp_on_loopback(&there)), second = NEEDED(udp_on_loopback(&other)), sender = NEEDED(connected(SOCK_DGRAM, &there));
    if (show_result("connected, and an address", sendto(sender, "to other", 8, 0, SA(&other), full)) == 8) {
        wait_for(second, POLLIN);
        show_received("the other hears", text, recv(second, text, sizeof text, 0));
    } else {
        skip("the other hears");
    }
    show_result("connected, and no address", sendto(sender, "peer", 4, 0, NULL, 0));
    wait_for(fd, POLLIN);
    show_received("the peer hears", text, recv(fd, text, sizeof text, 0));
}

int main(void)
{
    no_address();
    odd_addresses();
    sizes();
    with_a_peer();
    return 0;
}
