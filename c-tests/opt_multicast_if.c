// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The interface that multicast leaves by, in the three forms of IPv4 and by number in IPv6.
 * @netns
 */
#include "observe.h"

static void told(int fd)
{
    struct in_addr address = {htonl(0x01010101)};
    socklen_t length = sizeof address;
    show_result("  get", getsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &address, &length));
    show("  now", "%s in %u bytes", inet_ntoa(address), (unsigned)length);
}

static void test(void)
{
    int v4 = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), v6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM)), one = 1, none = 0, far = 9999, value = -7;
    struct in_addr here = {htonl(INADDR_LOOPBACK)}, lost = {htonl(0xc0000201)}, any = {0};
    struct ip_mreqn full = {.imr_address.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof value;
    told(v4);
    show_result("by address", setsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &here, sizeof here));
    told(v4);
    show_result("unknown address", setsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &lost, sizeof lost));
    told(v4);
    show_result("any", setsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &any, sizeof any));
    told(v4);
    show_result("by ip_mreqn", setsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &full, sizeof full));
    told(v4);
    show_result("short", setsockopt(v4, IPPROTO_IP, IP_MULTICAST_IF, &here, 2));
    show_result("IPv6 get", getsockopt(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &value, &length));
    show_int("  now", value);
    show_result("IPv6 loopback", setsockopt(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &one, sizeof one));
    getsockopt(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &value, &length);
    show_int("  now", value);
    show_result("IPv6 unknown", setsockopt(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &far, sizeof far));
    show_result("IPv6 none", setsockopt(v6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &none, sizeof none));
}

int main(void)
{
    test();
    return 0;
}
