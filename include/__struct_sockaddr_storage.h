/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __wasilibc___struct_sockaddr_storage_h
#define __wasilibc___struct_sockaddr_storage_h
#pragma GCC system_header

/* Replaces the C library's structure, which has 48 bytes, too few for a sockaddr_un. 128 bytes, aligned to 8, as on
   Linux. */

#include <__typedef_sa_family_t.h>

struct sockaddr_storage {
    sa_family_t ss_family;
    char __ss_padding[128 - sizeof(sa_family_t) - 8];
    __extension__ unsigned long long __ss_align;
};

#endif
