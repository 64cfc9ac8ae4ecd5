/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __wasilibc___struct_sockaddr_in_h
#define __wasilibc___struct_sockaddr_in_h
#pragma GCC system_header

/* Replaces the C library's structure, which has no sin_zero. 16 bytes, aligned to 4, as on Linux. */

#include <__struct_in_addr.h>
#include <__typedef_in_port_t.h>
#include <__typedef_sa_family_t.h>

struct sockaddr_in {
    sa_family_t sin_family;
    in_port_t sin_port;      /* network byte order */
    struct in_addr sin_addr; /* network byte order */
    unsigned char sin_zero[8];
};

#endif
