// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Interfaces by name that are not there, Ethernet's addresses, and the structs of both. */
#include "../observe.h"
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/ether.h>
#include <stddef.h>
#include <sys/ioctl.h>

static void show_aton(const char *text)
{
    struct ether_addr *address = ether_aton(text);
    show(text, "%s", address == NULL ? "NULL" : ether_ntoa(address));
}

static void test(void)
{
    struct ifreq request;
    struct sockaddr_storage address;
    int fd = NEEDED(udp_on_loopback(&address));
    memset(&request, 0, sizeof request);
    strcpy(request.ifr_name, "nosuch0");
    show_result("SIOCGIFADDR", ioctl(fd, SIOCGIFADDR, &request));
    show_result("SIOCGIFFLAGS", ioctl(fd, SIOCGIFFLAGS, &request));
    show_result("SIOCGIFHWADDR", ioctl(fd, SIOCGIFHWADDR, &request));
    show_result("SIOCGIFINDEX", ioctl(fd, SIOCGIFINDEX, &request));
    show_result("SIOCGIFMTU", ioctl(fd, SIOCGIFMTU, &request));
    show_result("of nothing", ioctl(-1, SIOCGIFFLAGS, &request));
    show("members", "%zu %zu %zu %zu", offsetof(struct ifreq, ifr_hwaddr), offsetof(struct ifreq, ifr_flags),
         sizeof request.ifr_hwaddr, sizeof request.ifr_slave);
    show("sizes", "%zu %zu %zu", sizeof(struct ether_header), sizeof(struct arphdr), sizeof(struct ether_arp));
    show("numbers", "%d %d %x %x", IFHWADDRLEN, ARPHRD_ETHER, ETHERTYPE_IPV6, ETH_P_ARP);
    show_aton("00:11:22:aa:bb:cc");
    show_aton("0:1:2:3:4:5");
    show_aton("00:11:22:aa:bb");
    show_aton("00:11:22:aa:bb:1cc");
    show_aton("00-11-22-aa-bb-cc");
}

int main(void)
{
    test();
    return 0;
}
