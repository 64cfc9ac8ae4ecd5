/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_NETINET_ETHER_H
#define COMPAT_NETINET_ETHER_H
#pragma GCC system_header

#include <netinet/if_ether.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Six hexadecimal numbers separated by colons; NULL for any other text. The forms without _r return a static result. */
char *ether_ntoa(const struct ether_addr *);
char *ether_ntoa_r(const struct ether_addr *, char *);
struct ether_addr *ether_aton(const char *);
struct ether_addr *ether_aton_r(const char *, struct ether_addr *);

#ifdef __cplusplus
}
#endif

#endif
