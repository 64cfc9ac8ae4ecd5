// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IP_MULTICAST_LOOP and IPV6_MULTICAST_LOOP: on at first, int or byte, and bound to their own family. */
#include "observe.h"

static void told(const char *label, int fd, int level, int name)
{
    int value = -7;
    socklen_t length = sizeof value;
    show_result(label, getsockopt(fd, level, name, &value, &length));
    show("  value", "%d in %u bytes", value, (unsigned)length);
}

static void set(const char *label, int fd, int level, int name, int value)
{
    show_result(label, setsockopt(fd, level, name, &value, sizeof value));
    told("  then", fd, level, name);
}

static void test(void)
{
    int v4 = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), v6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    unsigned char zero = 0;
    told("IPv4 at first", v4, IPPROTO_IP, IP_MULTICAST_LOOP);
    set("off", v4, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    set("on", v4, IPPROTO_IP, IP_MULTICAST_LOOP, 1);
    set("7", v4, IPPROTO_IP, IP_MULTICAST_LOOP, 7);
    show_result("off by one byte", setsockopt(v4, IPPROTO_IP, IP_MULTICAST_LOOP, &zero, 1));
    told("  then", v4, IPPROTO_IP, IP_MULTICAST_LOOP);
    show_result("length 0", setsockopt(v4, IPPROTO_IP, IP_MULTICAST_LOOP, &zero, 0));

    told("IPv6 at first", v6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP);
    set("off", v6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
    set("on", v6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 1);
    set("2", v6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 2);
    show_result("off by one byte", setsockopt(v6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &zero, 1));
    told("  then", v6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP);
    set("IPv6 loop on an IPv4 socket", v4, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
}

int main(void)
{
    test();
    return 0;
}
