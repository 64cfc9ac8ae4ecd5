/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __wasilibc___struct_in6_addr_h
#define __wasilibc___struct_in6_addr_h
#pragma GCC system_header

/* Replaces the C library's structure, which has s6_addr only. 16 bytes, aligned to 4, as on Linux. */

struct in6_addr {
    union {
        unsigned char __s6_addr[16];
        unsigned short __s6_addr16[8];
        unsigned __s6_addr32[4];
    } __in6_u;
};

#define s6_addr __in6_u.__s6_addr
#define s6_addr16 __in6_u.__s6_addr16
#define s6_addr32 __in6_u.__s6_addr32

#endif
