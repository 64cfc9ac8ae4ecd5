/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_IFADDRS_H
#define __WASOCK_IFADDRS_H
#pragma GCC system_header

#include <__wasock.h>
#include_next <ifaddrs.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Lists the addresses of the interfaces. Always fails: returns -1 and sets errno to ENOSYS, because no runtime lists
   interfaces. Linux getifaddrs(3). */
int getifaddrs(struct ifaddrs **__list);

/* Does nothing: getifaddrs returns no list. */
void freeifaddrs(struct ifaddrs *__list);

#ifdef __cplusplus
}
#endif

#endif
