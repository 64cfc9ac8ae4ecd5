/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_H
#define __WASOCK_H
#pragma GCC system_header

/* Every header of wasock includes this file. */

/* Some compilers do not define __wasi__; then the C library's header does. */
#if defined(__wasi__) && __has_include(<__wasi_snapshot.h>)
#include <__wasi_snapshot.h>
#endif
#if !defined(__wasi__) || defined(__wasip2__) || defined(__wasip3__) || defined(__wasilibc_use_wasip2) || \
    defined(__wasilibc_use_wasip3)
#error "wasock's headers are for wasm32-wasip1 (wasm32-wasi) only; for other targets leave wasock's include directory out: they have sockets of their own"
#endif
#if defined(__clang_major__) && __clang_major__ < 14
#error "wasock needs clang 14 or later: name one by WASOCK_CLANG for wasock-cc, by CC otherwise"
#endif

/* The C library has some of these functions too, but they do not work for wasock's sockets. Programs therefore link
   wasock's functions under other symbols. A link without the archive fails ("undefined symbol: wasock_recv") and does not
   silently use the C library's functions. */
#define __WASOCK_OWN(name) __asm__("wasock_" #name)

#endif
