/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_ARPA_INET_H
#define __WASOCK_ARPA_INET_H
#pragma GCC system_header

/* POSIX.1-2024 <arpa/inet.h> and the classful functions of BSD (inet(3)). The C library has the byte order functions. */

#include <__wasock.h>
#include <__wasock_byte_order.h>
#include_next <arpa/inet.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Converts the text of an address to network byte order. Returns 1, 0 if the text is no address of the family, or -1 and
   sets errno to EAFNOSUPPORT for a family other than AF_INET and AF_INET6. */
int inet_pton(int __family, const char *__restrict __text, void *__restrict __addr);

/* Writes the text of an address into len bytes. Returns text, or NULL and sets errno: ENOSPC (does not fit), EAFNOSUPPORT. */
const char *inet_ntop(int __family, const void *__restrict __addr, char *__restrict __text, socklen_t __len);

/* Converts "a", "a.b", "a.b.c" or "a.b.c.d" to network byte order. Each part is decimal, octal or hexadecimal. Returns 1, or
   0 if the text is no address. */
int inet_aton(const char *__text, struct in_addr *__addr);

/* As inet_aton. Returns the address in network byte order, or INADDR_NONE. */
in_addr_t inet_addr(const char *__text);

/* Returns the address as "a.b.c.d" in a static buffer. */
char *inet_ntoa(struct in_addr __addr);

/* Converts the text of a network number, in the forms of inet_aton. Returns it in host byte order, or INADDR_NONE. */
in_addr_t inet_network(const char *__text);

/* Returns the address made of a network number and a host number of its class, both in host byte order. */
struct in_addr inet_makeaddr(in_addr_t __net, in_addr_t __host);

/* Returns the host number of a classful address, in host byte order. */
in_addr_t inet_lnaof(struct in_addr __addr);

/* Returns the network number of a classful address, in host byte order. */
in_addr_t inet_netof(struct in_addr __addr);

#ifdef __cplusplus
}
#endif

#endif
