#ifndef __WASOCK_H
#define __WASOCK_H
#pragma GCC system_header

/* What every header of wasock's overlay needs. */

/* The compiler may not say which WASI it compiles for; then the C library does. */
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

/* The C library has some functions too, and answers wrongly there for sockets. They are linked under names of
   wasock's own: where the archive is left out, that is a link error ("undefined symbol: wasock_recv") instead
   of a program that runs with the C library's. */
#define __WASOCK_OWN(name) __asm__("wasock_" #name)

#endif
