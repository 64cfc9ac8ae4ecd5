/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __wasilibc___struct_sockaddr_in6_h
#define __wasilibc___struct_sockaddr_in6_h
#pragma GCC system_header

/* Replaces the C library's structure, which is padded to 32 bytes. 28 bytes, aligned to 4, as on Linux. */

#include <__struct_in6_addr.h>
#include <__typedef_in_port_t.h>
#include <__typedef_sa_family_t.h>

struct sockaddr_in6 {
    sa_family_t sin6_family;
    in_port_t sin6_port;    /* network byte order */
    unsigned sin6_flowinfo; /* network byte order */
    struct in6_addr sin6_addr;
    unsigned sin6_scope_id; /* index of an interface, host byte order */
};

#endif
