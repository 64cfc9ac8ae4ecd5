/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef _NET_IF_H
#define _NET_IF_H
#pragma GCC system_header

/* POSIX.1-2024 <net/if.h>. The C library has no such header. */

#include <__wasock.h>
#include <sys/socket.h>

/* The size of the name of an interface, with its NUL. */
#define IF_NAMESIZE 16
#define IFNAMSIZ IF_NAMESIZE

/* Flags of an interface, for ifa_flags of getifaddrs. The numbers are Linux's. */
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

/* One entry of if_nameindex. The last entry has index 0 and name NULL. */
struct if_nameindex {
    unsigned if_index;
    char *if_name;
};

/* The name of an interface and one of its properties, for SO_BINDTODEVICE and SIOCGIFADDR. */
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

/* Room for many of them, for SIOCGIFCONF. */
struct ifconf {
    int ifc_len; /* in bytes */
    union {
        char *__buf;
        struct ifreq *__req;
    } __ifc;
};
#define ifc_buf __ifc.__buf
#define ifc_req __ifc.__req

/* No runtime reports its interfaces, so all functions here fail. */

#ifdef __cplusplus
extern "C" {
#endif

/* Returns the index of an interface. Always fails: returns 0 and sets errno to ENODEV. */
unsigned if_nametoindex(const char *__name);

/* Stores the name of an interface in name[IF_NAMESIZE]. Always fails: returns NULL and sets errno to ENXIO. */
char *if_indextoname(unsigned __index, char *__name);

/* Lists all interfaces as an array. Always fails: returns NULL and sets errno to ENOSYS. */
struct if_nameindex *if_nameindex(void);

/* Does nothing: if_nameindex returns no array. */
void if_freenameindex(struct if_nameindex *__list);

#ifdef __cplusplus
}
#endif

#endif
