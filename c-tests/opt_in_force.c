// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An option that is set to what is in force changes nothing, and no system refuses that. */
#include "observe.h"

static int off = 0, on = 1, one = 1;

static void options(int number, int fd)
{
    int back = -1;
    struct linger none = {0, 0};
    struct timeval ever = {0, 0};
    show_int("socket", number);
    show_result("  SO_LINGER off", setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none));
    show_result("  SO_RCVTIMEO none", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &ever, sizeof ever));
    show_result("  SO_SNDTIMEO none", setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &ever, sizeof ever));
    show_result("  SO_KEEPALIVE off", setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &off, sizeof off));
    show_result("  SO_BROADCAST off", setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &off, sizeof off));
    show_result("  SO_DONTROUTE off", setsockopt(fd, SOL_SOCKET, SO_DONTROUTE, &off, sizeof off));
    show_result("  SO_OOBINLINE off", setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &off, sizeof off));
    show_result("  SO_RCVLOWAT 1", setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &one, sizeof one));
    show_result("  IP_TTL -1", setsockopt(fd, IPPROTO_IP, IP_TTL, &back, sizeof back));
}

static void fresh_tcp(void) { options(0, NEEDED(new_socket(AF_INET, SOCK_STREAM))); }

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    options(1, pair[0]);
    options(2, pair[1]);
}

static void fresh_udp(void)
{
    int udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    struct in_addr any = {htonl(INADDR_ANY)};
    options(3, udp);
    show_result("UDP IP_MULTICAST_LOOP on", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_LOOP, &on, sizeof on));
    show_result("UDP IP_MULTICAST_TTL 1", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_TTL, &one, sizeof one));
    show_result("UDP IP_MULTICAST_IF any", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_IF, &any, sizeof any));
}

static void fresh_udp6(void)
{
    int udp6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    unsigned no_interface = 0;
    show_result("UDP IPV6_MULTICAST_IF 0",
                setsockopt(udp6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &no_interface, sizeof no_interface));
}

static void tcp_over_ip(void)
{
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    unsigned char byte = 0;
    show_result("IP_TOS 0", setsockopt(tcp, IPPROTO_IP, IP_TOS, &off, sizeof off));
    show_result("IP_TOS, no bytes", setsockopt(tcp, IPPROTO_IP, IP_TOS, &byte, 0));
    show_result("IP_TTL, no bytes", setsockopt(tcp, IPPROTO_IP, IP_TTL, &byte, 0));
}

static void udp_without_bytes(void)
{
    int udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    unsigned char byte = 0;
    show_result("UDP IP_MULTICAST_TTL, no bytes", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_TTL, &byte, 0));
    show_result("UDP IP_MULTICAST_LOOP, no bytes", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_LOOP, &byte, 0));
}

int main(void)
{
    fresh_tcp();
    connection();
    fresh_udp();
    fresh_udp6();
    tcp_over_ip();
    udp_without_bytes();
    return 0;
}
