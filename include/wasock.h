/* What wasock offers beyond POSIX. A portable program needs none of it. */
#ifndef __WASOCK_WASOCK_H
#define __WASOCK_WASOCK_H
#pragma GCC system_header

#include <__wasock.h>

/* The version of these headers, by its parts, as a number to compare and as a text. */
#define WASOCK_VERSION_MAJOR 0
#define WASOCK_VERSION_MINOR 1
#define WASOCK_VERSION_PATCH 0
#define WASOCK_VERSION_NUMBER (WASOCK_VERSION_MAJOR * 1000000 + WASOCK_VERSION_MINOR * 1000 + WASOCK_VERSION_PATCH)
#define WASOCK_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/* The descriptor that gives the right to use the network, for every socket and name look-up to come: an address pool
   or a protocol that the host has opened before the program starts. -1 lets the library find one, as it does unasked.
   0, or -1 with errno EBADF, EINVAL (it gives no such right), EOPNOTSUPP (the runtime asks for no descriptor). */
int wasock_set_network_handle(int __fd);

/* The dialect that the program is linked for, such as "wamr". */
const char *wasock_dialect(void);

/* The version of the archive that the program is linked with, as WASOCK_VERSION is written. Never NULL. */
const char *wasock_version(void);

#ifdef __cplusplus
}
#endif

#endif
