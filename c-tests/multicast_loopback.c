// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Multicast on the loopback interface: a member of the group hears it and sees who sent it.
 * @netns
 * @addr-pool 127.0.0.0/8,::1/128,0.0.0.0/32,::/128,239.0.0.0/8,ff00::/8
 */
#include "observe.h"

static void test(void)
{
    struct sockaddr_in any = address4(INADDR_ANY, 0), group = address4(0xef010203, 0);
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    struct in_addr here = {htonl(INADDR_LOOPBACK)};
    struct ip_mreq join = {.imr_multiaddr = group.sin_addr, .imr_interface = here};
    int member = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), off = 0, on = 1;
    char text[16];
    NEED(bind(member, SA(&any), sizeof any) == 0, "bind");
    getsockname(member, SA(&name), &length);
    group.sin_port = ((struct sockaddr_in *)&name)->sin_port;
    struct sockaddr_in from_here = loopback4();
    NEED(bind(sender, SA(&from_here), sizeof from_here) == 0, "bind");
    show_result("interface", setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &here, sizeof here));
    int joined = show_result("join", setsockopt(member, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof join)) == 0;
    int sent = show_result("send", sendto(sender, "to all", 6, 0, SA(&group), sizeof group)) == 6;
    if (joined && sent) {
        wait_for(member, POLLIN);
        length = sizeof name;
        show_received("heard", text, recvfrom(member, text, sizeof text, 0, SA(&name), &length));
        show_address("from", &name);
    } else {
        skip("a member hears it");
    }
    show_result("leave", setsockopt(member, IPPROTO_IP, IP_DROP_MEMBERSHIP, &join, sizeof join));
    show_result("loop off", setsockopt(sender, IPPROTO_IP, IP_MULTICAST_LOOP, &off, sizeof off));
    show_result("loop on", setsockopt(sender, IPPROTO_IP, IP_MULTICAST_LOOP, &on, sizeof on));
    joined = show_result("join again", setsockopt(member, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof join)) == 0;
    sent = show_result("send", sendto(sender, "again", 5, 0, SA(&group), sizeof group)) == 5;
    if (joined && sent) {
        wait_for(member, POLLIN);
        show_received("heard", text, recv(member, text, sizeof text, 0));
    } else {
        skip("a member hears it");
    }
}

int main(void)
{
    test();
    return 0;
}
