// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Every option: set where it can be, and read.
 * @netns
 * @addr-pool 127.0.0.0/8,::1/128,0.0.0.0/32,::/128,239.0.0.0/8,ff00::/8 */
#include "row.h"
#include <net/if.h>

static int stream, datagram, stream6, datagram6;

/* An int that is set to value and read as it, or as what the system makes of it; some can be set, not read. */
static void number(int fd, int level, int option, const char *name, int value)
{
    int seen = -1;
    socklen_t length = sizeof seen;
    if (fd >= 0 && setsockopt(fd, level, option, &value, sizeof value) == 0 &&
        getsockopt(fd, level, option, &seen, &length) == -1)
        show(name, "set only");
    else
        TRY(fd, name, setsockopt(fd, level, option, &value, sizeof value) == 0 &&
                          getsockopt(fd, level, option, &seen, &length) == 0 && seen >= value);
}

static void only_read(int fd, int level, int option, const char *name)
{
    char seen[256];
    socklen_t length = sizeof seen;
    TRY(fd, name, getsockopt(fd, level, option, seen, &length) == 0 && length > 0);
}

static void only_set(int fd, int level, int option, const char *name, const void *value, socklen_t length)
{
    TRY(fd, name, setsockopt(fd, level, option, value, length) == 0);
}

/* On Linux these need a privilege, without which they are refused as options that there are. */
static void privileged(int fd, int option, const char *name)
{
    TRY(fd, name, setsockopt(fd, SOL_SOCKET, option, &(int){8192}, sizeof(int)) == 0 || errno == EPERM);
}

#define NUMBER(fd, level, option, value) number(fd, level, option, #option, value)
#define READ(fd, level, option) only_read(fd, level, option, #option)
#define SET(fd, level, option, value) only_set(fd, level, option, #option, &(value), sizeof(value))

static void of_sockets(void)
{
    struct linger linger = {1, 5};
    struct timeval time = {1, 0};
    NUMBER(stream, SOL_SOCKET, SO_REUSEADDR, 1);
    NUMBER(stream, SOL_SOCKET, SO_REUSEPORT, 1);
    NUMBER(stream, SOL_SOCKET, SO_KEEPALIVE, 1);
    NUMBER(datagram, SOL_SOCKET, SO_BROADCAST, 1);
    NUMBER(stream, SOL_SOCKET, SO_RCVBUF, 8192);
    NUMBER(stream, SOL_SOCKET, SO_SNDBUF, 8192);
    privileged(stream, SO_RCVBUFFORCE, "SO_RCVBUFFORCE");
    privileged(stream, SO_SNDBUFFORCE, "SO_SNDBUFFORCE");
    NUMBER(stream, SOL_SOCKET, SO_RCVLOWAT, 2);
    NUMBER(stream, SOL_SOCKET, SO_OOBINLINE, 1);
    NUMBER(stream, SOL_SOCKET, SO_DONTROUTE, 1);
    NUMBER(stream, SOL_SOCKET, SO_PRIORITY, 1);
    SET(stream, SOL_SOCKET, SO_LINGER, linger);
    SET(stream, SOL_SOCKET, SO_RCVTIMEO, time);
    SET(stream, SOL_SOCKET, SO_SNDTIMEO, time);
    only_set(stream, SOL_SOCKET, SO_BINDTODEVICE, "SO_BINDTODEVICE", "lo", 3);
    READ(stream, SOL_SOCKET, SO_ERROR);
    READ(stream, SOL_SOCKET, SO_TYPE);
    READ(stream, SOL_SOCKET, SO_DOMAIN);
    READ(stream, SOL_SOCKET, SO_PROTOCOL);
    READ(stream, SOL_SOCKET, SO_ACCEPTCONN);
    READ(stream, SOL_SOCKET, SO_SNDLOWAT);
}

static void of_tcp(void)
{
    NUMBER(stream, IPPROTO_TCP, TCP_NODELAY, 1);
    NUMBER(stream, IPPROTO_TCP, TCP_KEEPIDLE, 30);
    NUMBER(stream, IPPROTO_TCP, TCP_KEEPINTVL, 30);
    NUMBER(stream, IPPROTO_TCP, TCP_KEEPCNT, 3);
    NUMBER(stream, IPPROTO_TCP, TCP_QUICKACK, 1);
    NUMBER(stream, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1);
    NUMBER(stream, IPPROTO_TCP, TCP_USER_TIMEOUT, 1000);
    NUMBER(stream, IPPROTO_TCP, TCP_CORK, 1);
    NUMBER(stream, IPPROTO_TCP, TCP_DEFER_ACCEPT, 1);
    READ(stream, IPPROTO_TCP, TCP_MAXSEG);
    READ(stream, IPPROTO_TCP, TCP_INFO);
    SET(stream, IPPROTO_TCP, TCP_FASTOPEN, (int){5});
}

static void of_ip(void)
{
    struct ip_mreq group = {.imr_multiaddr.s_addr = htonl(0xef010203), .imr_interface.s_addr = htonl(INADDR_LOOPBACK)};
    struct in_addr interface = {htonl(INADDR_LOOPBACK)};
    NUMBER(stream, IPPROTO_IP, IP_TTL, 20);
    NUMBER(stream, IPPROTO_IP, IP_TOS, 16);
    NUMBER(datagram, IPPROTO_IP, IP_MULTICAST_TTL, 2);
    NUMBER(datagram, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
    SET(datagram, IPPROTO_IP, IP_MULTICAST_IF, interface);
    SET(datagram, IPPROTO_IP, IP_ADD_MEMBERSHIP, group);
    SET(datagram, IPPROTO_IP, IP_DROP_MEMBERSHIP, group);
    NUMBER(datagram, IPPROTO_IP, IP_PKTINFO, 1);
}

static void of_ipv6(void)
{
    struct ipv6_mreq group = {.ipv6mr_interface = 1};
    inet_pton(AF_INET6, "ff02::1234", &group.ipv6mr_multiaddr);
    NUMBER(stream6, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    NUMBER(stream6, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 20);
    NUMBER(stream6, IPPROTO_IPV6, IPV6_TCLASS, 16);
    NUMBER(datagram6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 2);
    NUMBER(datagram6, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
    SET(datagram6, IPPROTO_IPV6, IPV6_MULTICAST_IF, (int){1});
    SET(datagram6, IPPROTO_IPV6, IPV6_JOIN_GROUP, group);
    SET(datagram6, IPPROTO_IPV6, IPV6_LEAVE_GROUP, group);
    NUMBER(datagram6, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
}

int main(void)
{
    stream = or_error(socket(AF_INET, SOCK_STREAM, 0));
    datagram = or_error(socket(AF_INET, SOCK_DGRAM, 0));
    stream6 = or_error(socket(AF_INET6, SOCK_STREAM, 0));
    datagram6 = or_error(socket(AF_INET6, SOCK_DGRAM, 0));
    of_sockets();
    of_tcp();
    of_ip();
    of_ipv6();
    return 0;
}
