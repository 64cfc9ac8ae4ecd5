#ifndef __WASOCK_IFADDRS_H
#define __WASOCK_IFADDRS_H
#pragma GCC system_header

#include <__wasock.h>
#include_next <ifaddrs.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The addresses of the interfaces as a list for freeifaddrs: -1 with ENOSYS, no runtime lists them.
   Linux getifaddrs(3). */
int getifaddrs(struct ifaddrs **__list);

/* Gives a list of getifaddrs back. */
void freeifaddrs(struct ifaddrs *__list);

#ifdef __cplusplus
}
#endif

#endif
