// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An answer of one byte in a variable full of old bits reads as a wrong number: every int option must fill its int. */
#include "observe.h"

static void one(const char *label, int fd, int level, int name)
{
    int clean = 0, dirty = -1;
    socklen_t length = sizeof clean;
    show_result(label, getsockopt(fd, level, name, &clean, &length));
    length = sizeof dirty;
    getsockopt(fd, level, name, &dirty, &length);
    show_yes("  the same in both", clean == dirty);
    show("  length", "%u", (unsigned)length);
}

static void test(void)
{
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM)), udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    int udp6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    one("SO_TYPE", tcp, SOL_SOCKET, SO_TYPE);
    one("SO_ERROR", tcp, SOL_SOCKET, SO_ERROR);
    one("SO_REUSEADDR", tcp, SOL_SOCKET, SO_REUSEADDR);
    one("SO_REUSEPORT", tcp, SOL_SOCKET, SO_REUSEPORT);
    one("SO_KEEPALIVE", tcp, SOL_SOCKET, SO_KEEPALIVE);
    one("SO_BROADCAST", udp, SOL_SOCKET, SO_BROADCAST);
    one("SO_RCVBUF", tcp, SOL_SOCKET, SO_RCVBUF);
    one("SO_SNDBUF", tcp, SOL_SOCKET, SO_SNDBUF);
    one("TCP_NODELAY", tcp, IPPROTO_TCP, TCP_NODELAY);
    one("TCP_KEEPIDLE", tcp, IPPROTO_TCP, TCP_KEEPIDLE);
    one("TCP_KEEPINTVL", tcp, IPPROTO_TCP, TCP_KEEPINTVL);
    one("IP_TTL", udp, IPPROTO_IP, IP_TTL);
    one("IP_MULTICAST_TTL", udp, IPPROTO_IP, IP_MULTICAST_TTL);
    one("IP_MULTICAST_LOOP", udp, IPPROTO_IP, IP_MULTICAST_LOOP);
    one("IPV6_V6ONLY", udp6, IPPROTO_IPV6, IPV6_V6ONLY);
    one("IPV6_MULTICAST_LOOP", udp6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP);
}

int main(void)
{
    test();
    return 0;
}
