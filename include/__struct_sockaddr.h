/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __wasilibc___struct_sockaddr_h
#define __wasilibc___struct_sockaddr_h
#pragma GCC system_header

/* Replaces the C library's structure, whose sa_data is empty and which is aligned to 16. 16 bytes, aligned to 2, as on
   Linux. */

#include <__typedef_sa_family_t.h>

struct sockaddr {
    sa_family_t sa_family;
    char sa_data[14];
};

#endif
