// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An answer of one byte in a variable full of old bits reads as a wrong number: every int option must fill its int. */
#include "observe.h"

static void one(const char *label, int family, int type, int level, int name)
{
    int fd = NEEDED(new_socket(family, type)), clean = 0, dirty = -1;
    socklen_t length = sizeof clean;
    show_result(label, getsockopt(fd, level, name, &clean, &length));
    length = sizeof dirty;
    getsockopt(fd, level, name, &dirty, &length);
    show_yes("  the same in both", clean == dirty);
    show("  length", "%u", (unsigned)length);
    close(fd);
}

static void tcp(const char *label, int level, int name) { one(label, AF_INET, SOCK_STREAM, level, name); }
static void udp(const char *label, int level, int name) { one(label, AF_INET, SOCK_DGRAM, level, name); }
static void udp6(const char *label, int level, int name) { one(label, AF_INET6, SOCK_DGRAM, level, name); }

int main(void)
{
    tcp("SO_TYPE", SOL_SOCKET, SO_TYPE);
    tcp("SO_ERROR", SOL_SOCKET, SO_ERROR);
    tcp("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR);
    tcp("SO_REUSEPORT", SOL_SOCKET, SO_REUSEPORT);
    tcp("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE);
    udp("SO_BROADCAST", SOL_SOCKET, SO_BROADCAST);
    tcp("SO_RCVBUF", SOL_SOCKET, SO_RCVBUF);
    tcp("SO_SNDBUF", SOL_SOCKET, SO_SNDBUF);
    tcp("TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY);
    tcp("TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE);
    tcp("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL);
    udp("IP_TTL", IPPROTO_IP, IP_TTL);
    udp("IP_MULTICAST_TTL", IPPROTO_IP, IP_MULTICAST_TTL);
    udp("IP_MULTICAST_LOOP", IPPROTO_IP, IP_MULTICAST_LOOP);
    udp6("IPV6_V6ONLY", IPPROTO_IPV6, IPV6_V6ONLY);
    udp6("IPV6_MULTICAST_LOOP", IPPROTO_IPV6, IPV6_MULTICAST_LOOP);
    return 0;
}
