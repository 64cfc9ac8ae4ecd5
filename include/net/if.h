#ifndef _NET_IF_H
#define _NET_IF_H
#pragma GCC system_header

/* POSIX.1-2024 <net/if.h>, whole: the sysroot has none. */

#include <__wasock.h>
#include <sys/socket.h>

/* The size of an interface's name with its NUL. */
#define IF_NAMESIZE 16
#define IFNAMSIZ IF_NAMESIZE

/* An interface's flags, as ifa_flags of getifaddrs has them; the numbers are Linux's. */
#define IFF_UP 0x1
#define IFF_BROADCAST 0x2
#define IFF_DEBUG 0x4
#define IFF_LOOPBACK 0x8
#define IFF_POINTOPOINT 0x10
#define IFF_RUNNING 0x40
#define IFF_NOARP 0x80
#define IFF_PROMISC 0x100
#define IFF_ALLMULTI 0x200
#define IFF_MULTICAST 0x1000

/* One entry of if_nameindex; the last has index 0 and name NULL. */
struct if_nameindex {
    unsigned if_index;
    char *if_name;
};

/* An interface's name and one of its properties, for SO_BINDTODEVICE and SIOCGIFADDR. */
struct ifreq {
    char ifr_name[IFNAMSIZ];
    union {
        struct sockaddr __addr;
        short __flags;
        int __value;
    } __ifr;
};
#define ifr_addr __ifr.__addr
#define ifr_flags __ifr.__flags
#define ifr_ifindex __ifr.__value

/* No runtime tells of interfaces: none is known by name or index, and they cannot be listed. */

#ifdef __cplusplus
extern "C" {
#endif

/* The index of an interface, 0 with ENODEV when there is none of the name. */
unsigned if_nametoindex(const char *__name);

/* The name of an interface into name[IF_NAMESIZE], NULL with ENXIO when there is none of the index. */
char *if_indextoname(unsigned __index, char *__name);

/* All interfaces as an array for if_freenameindex; NULL with ENOSYS when they cannot be listed. */
struct if_nameindex *if_nameindex(void);

/* Gives an array of if_nameindex back. */
void if_freenameindex(struct if_nameindex *__list);

#ifdef __cplusplus
}
#endif

#endif
