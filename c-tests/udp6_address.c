// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IPv6 senders' addresses: flow information 0, scope 0 on loopback, and truncation of the longer structure. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there;
    unsigned char buffer[64];
    char text[8];
    int fd = NEEDED(bound(AF_INET6, SOCK_DGRAM, &there)), sender = NEEDED(connected(SOCK_DGRAM, &there));
    struct sockaddr_in6 from;
    socklen_t length = sizeof from;
    for (int i = 0; i < 4; i++)
        require(send(sender, "data", 4, 0) == 4, "send");
    memset(&from, 0xa5, sizeof from);
    wait_for(fd, POLLIN);
    show_received("recvfrom", text, recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
    show_address("from", &from);
    show("flow, scope", "%u, %u", (unsigned)from.sin6_flowinfo, (unsigned)from.sin6_scope_id);
    show_yes("length is the structure's", length == sizeof from);
    for (socklen_t room = 4; room <= 24; room += 10) {
        memset(buffer, 0xa5, sizeof buffer);
        length = room;
        wait_for(fd, POLLIN);
        show_received("with little room", text, recvfrom(fd, text, sizeof text, 0, SA(buffer), &length));
        show_yes("  nothing beyond", buffer[room] == 0xa5);
        show_yes("  the full length told", length == sizeof from);
        show("  family", "%s", family_name(SA(buffer)->sa_family));
    }
}

int main(void)
{
    test();
    return 0;
}
