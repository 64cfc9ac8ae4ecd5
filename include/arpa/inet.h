#ifndef __WASOCK_ARPA_INET_H
#define __WASOCK_ARPA_INET_H
#pragma GCC system_header

/* POSIX.1-2024 <arpa/inet.h> and the classful functions of BSD (inet(3)). The byte order functions are
   the C library's. */

#include <__wasock.h>
#include <__wasock_byte_order.h>
#include_next <arpa/inet.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the text of an address of a family into network byte order: 1, or 0 when it is none; -1 with
   EAFNOSUPPORT for a family that is neither AF_INET nor AF_INET6. */
int inet_pton(int __family, const char *__restrict __text, void *__restrict __addr);

/* The text of an address, into len bytes; NULL with ENOSPC when it does not fit, or with EAFNOSUPPORT. */
const char *inet_ntop(int __family, const void *__restrict __addr, char *__restrict __text, socklen_t __len);

/* Reads "a", "a.b", "a.b.c" or "a.b.c.d", parts decimal, octal or hexadecimal; into network byte order.
   1 when it was an address, else 0. */
int inet_aton(const char *__text, struct in_addr *__addr);

/* inet_aton's address in network byte order, INADDR_NONE when it is none. */
in_addr_t inet_addr(const char *__text);

/* The address as "a.b.c.d" in one static buffer. */
char *inet_ntoa(struct in_addr __addr);

/* Reads a network number as inet_aton reads an address, into host byte order; INADDR_NONE when it is none. */
in_addr_t inet_network(const char *__text);

/* The address made of a network number and a host number of its class, both in host byte order. */
struct in_addr inet_makeaddr(in_addr_t __net, in_addr_t __host);

/* The host number of a classful address, in host byte order. */
in_addr_t inet_lnaof(struct in_addr __addr);

/* The network number of a classful address, in host byte order. */
in_addr_t inet_netof(struct in_addr __addr);

#ifdef __cplusplus
}
#endif

#endif
