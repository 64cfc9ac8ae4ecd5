/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_BYTE_ORDER_H
#define __WASOCK_BYTE_ORDER_H
#pragma GCC system_header

/* With optimisation the compiler inlines these: one swap, or a constant. Without it the C library's functions are called. */

#include <stdint.h>

#ifdef __OPTIMIZE__
#ifdef __cplusplus
extern "C" {
#endif

extern __inline __attribute__((__gnu_inline__)) uint16_t htons(uint16_t __host)
{
    return __builtin_bswap16(__host);
}

extern __inline __attribute__((__gnu_inline__)) uint16_t ntohs(uint16_t __net)
{
    return __builtin_bswap16(__net);
}

extern __inline __attribute__((__gnu_inline__)) uint32_t htonl(uint32_t __host)
{
    return __builtin_bswap32(__host);
}

extern __inline __attribute__((__gnu_inline__)) uint32_t ntohl(uint32_t __net)
{
    return __builtin_bswap32(__net);
}

#ifdef __cplusplus
}
#endif
#endif

#endif
