// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Type of service, hop limits and the interface for multicast: IPv4 and IPv6 options of media and routing programs. */
#include "observe.h"

static void set(const char *label, int fd, int level, int name, int value)
{
    int told = -7;
    socklen_t length = sizeof told;
    show_result(label, setsockopt(fd, level, name, &value, sizeof value));
    show_result("  get", getsockopt(fd, level, name, &told, &length));
    show("  now", "%d in %u bytes", told, (unsigned)length);
}

static void test(void)
{
    int udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), udp6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    set("IP_TOS 16", udp, IPPROTO_IP, IP_TOS, 16);
    set("IP_TOS 0xb8", udp, IPPROTO_IP, IP_TOS, 0xb8);
    set("IP_TOS 0", udp, IPPROTO_IP, IP_TOS, 0);
    set("IPV6_TCLASS 32", udp6, IPPROTO_IPV6, IPV6_TCLASS, 32);
    set("IPV6_TCLASS 255", udp6, IPPROTO_IPV6, IPV6_TCLASS, 255);
    set("IPV6_TCLASS 256", udp6, IPPROTO_IPV6, IPV6_TCLASS, 256);
    set("IPV6_TCLASS -1", udp6, IPPROTO_IPV6, IPV6_TCLASS, -1);
    set("IPV6_UNICAST_HOPS 10", udp6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 10);
    set("IPV6_UNICAST_HOPS 255", udp6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 255);
    set("IPV6_UNICAST_HOPS 256", udp6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 256);
    set("IPV6_UNICAST_HOPS -2", udp6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, -2);
    set("IPV6_MULTICAST_HOPS 3", udp6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 3);
    set("IPV6_MULTICAST_HOPS 256", udp6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 256);
    set("IPV6_MULTICAST_HOPS -1", udp6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, -1);
    set("IPV6_UNICAST_HOPS on IPv4", udp, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 3);
}

int main(void)
{
    test();
    return 0;
}
