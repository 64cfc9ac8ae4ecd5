// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Joining by both structures: the one with an interface's address, the longer one with its number.
 * @netns
 * @addr-pool 127.0.0.0/8,::1/128,0.0.0.0/32,::/128,239.0.0.0/8,10.1.2.3/32,ff00::/8
 */
#include "observe.h"

static void test(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), fd6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    struct ip_mreq brief = {.imr_multiaddr.s_addr = htonl(0xef010204), .imr_interface.s_addr = htonl(INADDR_LOOPBACK)};
    struct ip_mreqn full = {.imr_multiaddr.s_addr = htonl(0xef010205), .imr_ifindex = 1};
    struct ip_mreqn same = {.imr_multiaddr = brief.imr_multiaddr, .imr_ifindex = 1};
    struct ip_mreqn lost = {.imr_multiaddr = full.imr_multiaddr, .imr_ifindex = 9999};
    show_result("join by ip_mreq", setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &brief, sizeof brief));
    show_result("join the same by ip_mreqn", setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &same, sizeof same));
    show_result("leave by ip_mreqn", setsockopt(fd, IPPROTO_IP, IP_DROP_MEMBERSHIP, &same, sizeof same));
    show_result("join by ip_mreqn", setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &full, sizeof full));
    show_result("unknown interface", setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &lost, sizeof lost));
    show_result("leave by ip_mreqn", setsockopt(fd, IPPROTO_IP, IP_DROP_MEMBERSHIP, &full, sizeof full));
    struct ipv6_mreq six = {.ipv6mr_interface = 1};
    inet_pton(AF_INET6, "ff02::4321", &six.ipv6mr_multiaddr);
    show_result("IPV6_ADD_MEMBERSHIP", setsockopt(fd6, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, &six, sizeof six));
    show_result("IPV6_LEAVE_GROUP", setsockopt(fd6, IPPROTO_IPV6, IPV6_LEAVE_GROUP, &six, sizeof six));
    show_result("IPV6_DROP_MEMBERSHIP", setsockopt(fd6, IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP, &six, sizeof six));
    show_result("IPv6 join on an IPv4 socket", setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &six, sizeof six));
}

int main(void)
{
    test();
    return 0;
}
