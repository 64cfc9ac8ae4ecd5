// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Joining and leaving multicast groups, IPv4 and IPv6: what is refused, and that leaving needs joining.
 * @netns
 * @addr-pool 127.0.0.0/8,::1/128,0.0.0.0/32,::/128,239.0.0.0/8,10.1.2.3/32,ff00::/8
 */
#include "observe.h"

static void test(void)
{
    int v4 = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), v6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    struct ip_mreq group = {.imr_multiaddr.s_addr = htonl(0xef010203), .imr_interface.s_addr = htonl(INADDR_LOOPBACK)};
    struct ip_mreq odd = {.imr_multiaddr.s_addr = htonl(0x0a010203), .imr_interface.s_addr = htonl(INADDR_LOOPBACK)};
    struct ip_mreq lost = {.imr_multiaddr.s_addr = htonl(0xef010203), .imr_interface.s_addr = htonl(0xc0000201)};
    show_result("leave before joining", setsockopt(v4, IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));
    show_result("join", setsockopt(v4, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
    show_result("join again", setsockopt(v4, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group));
    show_result("leave", setsockopt(v4, IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));
    show_result("leave again", setsockopt(v4, IPPROTO_IP, IP_DROP_MEMBERSHIP, &group, sizeof group));
    show_result("no multicast address", setsockopt(v4, IPPROTO_IP, IP_ADD_MEMBERSHIP, &odd, sizeof odd));
    show_result("no such interface", setsockopt(v4, IPPROTO_IP, IP_ADD_MEMBERSHIP, &lost, sizeof lost));
    show_result("short", setsockopt(v4, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, 4));

    struct ipv6_mreq group6 = {.ipv6mr_interface = 1}, odd6 = {.ipv6mr_multiaddr = in6addr_loopback, .ipv6mr_interface = 1};
    inet_pton(AF_INET6, "ff02::1234", &group6.ipv6mr_multiaddr);
    struct ipv6_mreq lost6 = group6;
    lost6.ipv6mr_interface = 9999;
    show_result("IPv6 leave before joining", setsockopt(v6, IPPROTO_IPV6, IPV6_LEAVE_GROUP, &group6, sizeof group6));
    show_result("IPv6 join", setsockopt(v6, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group6, sizeof group6));
    show_result("IPv6 join again", setsockopt(v6, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group6, sizeof group6));
    show_result("IPv6 leave", setsockopt(v6, IPPROTO_IPV6, IPV6_LEAVE_GROUP, &group6, sizeof group6));
    show_result("IPv6 no multicast address", setsockopt(v6, IPPROTO_IPV6, IPV6_JOIN_GROUP, &odd6, sizeof odd6));
    show_result("IPv6 no such interface", setsockopt(v6, IPPROTO_IPV6, IPV6_JOIN_GROUP, &lost6, sizeof lost6));
    show_result("IPv6 short", setsockopt(v6, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group6, 16));
}

int main(void)
{
    test();
    return 0;
}
