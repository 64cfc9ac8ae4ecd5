// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An option that is set to what is in force changes nothing, and no system refuses that. */
#include "observe.h"

static void test(void)
{
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM)), udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    int off = 0, on = 1, one = 1, back = -1, pair[2];
    unsigned char byte = 0;
    struct linger none = {0, 0};
    struct timeval ever = {0, 0};
    struct in_addr any = {htonl(INADDR_ANY)};
    unsigned no_interface = 0;
    int udp6 = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    NEEDED(tcp_pair(pair));
    int all[] = {tcp, pair[0], pair[1], udp};
    for (int i = 0; i < 4; i++) {
        show_int("socket", i);
        show_result("  SO_LINGER off", setsockopt(all[i], SOL_SOCKET, SO_LINGER, &none, sizeof none));
        show_result("  SO_RCVTIMEO none", setsockopt(all[i], SOL_SOCKET, SO_RCVTIMEO, &ever, sizeof ever));
        show_result("  SO_SNDTIMEO none", setsockopt(all[i], SOL_SOCKET, SO_SNDTIMEO, &ever, sizeof ever));
        show_result("  SO_KEEPALIVE off", setsockopt(all[i], SOL_SOCKET, SO_KEEPALIVE, &off, sizeof off));
        show_result("  SO_BROADCAST off", setsockopt(all[i], SOL_SOCKET, SO_BROADCAST, &off, sizeof off));
        show_result("  SO_DONTROUTE off", setsockopt(all[i], SOL_SOCKET, SO_DONTROUTE, &off, sizeof off));
        show_result("  SO_OOBINLINE off", setsockopt(all[i], SOL_SOCKET, SO_OOBINLINE, &off, sizeof off));
        show_result("  SO_RCVLOWAT 1", setsockopt(all[i], SOL_SOCKET, SO_RCVLOWAT, &one, sizeof one));
        show_result("  IP_TTL -1", setsockopt(all[i], IPPROTO_IP, IP_TTL, &back, sizeof back));
    }
    show_result("UDP IP_MULTICAST_LOOP on", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_LOOP, &on, sizeof on));
    show_result("UDP IP_MULTICAST_TTL 1", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_TTL, &one, sizeof one));
    show_result("UDP IP_MULTICAST_IF any", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_IF, &any, sizeof any));
    show_result("UDP IPV6_MULTICAST_IF 0",
                setsockopt(udp6, IPPROTO_IPV6, IPV6_MULTICAST_IF, &no_interface, sizeof no_interface));
    show_result("IP_TOS 0", setsockopt(tcp, IPPROTO_IP, IP_TOS, &off, sizeof off));
    show_result("IP_TOS, no bytes", setsockopt(tcp, IPPROTO_IP, IP_TOS, &byte, 0));
    show_result("IP_TTL, no bytes", setsockopt(tcp, IPPROTO_IP, IP_TTL, &byte, 0));
    show_result("UDP IP_MULTICAST_TTL, no bytes", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_TTL, &byte, 0));
    show_result("UDP IP_MULTICAST_LOOP, no bytes", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_LOOP, &byte, 0));
}

int main(void)
{
    test();
    return 0;
}
