/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* wasock's own functions. A portable program needs none of them. */
#ifndef __WASOCK_WASOCK_H
#define __WASOCK_WASOCK_H
#pragma GCC system_header

#include <__wasock.h>

/* The version of these headers: its parts, a number to compare, and a string. */
#define WASOCK_VERSION_MAJOR 0
#define WASOCK_VERSION_MINOR 1
#define WASOCK_VERSION_PATCH 0
#define WASOCK_VERSION_NUMBER (WASOCK_VERSION_MAJOR * 1000000 + WASOCK_VERSION_MINOR * 1000 + WASOCK_VERSION_PATCH)
#define WASOCK_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/* Selects the descriptor that grants access to the network, for all later sockets and look-ups of all threads: an address
   pool or a protocol that the host has opened before the program starts. With -1 the library finds one itself, as it does
   by default. Returns 0, or -1 and sets errno: EBADF (not open), EINVAL (grants no access to the network), EOPNOTSUPP (the
   runtime needs no descriptor). */
int wasock_set_network_handle(int __fd);

/* Returns the dialect that the program is linked for, such as "wamr". Never NULL. The string is static. */
const char *wasock_dialect(void);

/* Returns the version of the archive that the program is linked with, in the form of WASOCK_VERSION. Never NULL. The
   string is static. */
const char *wasock_version(void);

#ifdef __cplusplus
}
#endif

#endif
