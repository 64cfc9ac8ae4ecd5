// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Multicast leaves a bound socket by the interface of its address, which may be set as its interface, too. */
#include "observe.h"

static void test(void)
{
    struct in_addr here = {htonl(INADDR_LOOPBACK)}, nowhere = {htonl(0xc0000201)}, any = {0};
    struct ip_mreqn full = {.imr_address.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_storage address;
    int fd = NEEDED(bound(AF_INET, SOCK_DGRAM, &address));
    show_result("its address", setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &here, sizeof here));
    show_result("by ip_mreqn", setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &full, sizeof full));
    show_yes("an address of another machine", setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &nowhere, sizeof nowhere) == 0);
    show_result("any", setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &any, sizeof any));
}

int main(void)
{
    test();
    return 0;
}
