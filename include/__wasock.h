#ifndef __WASOCK_H
#define __WASOCK_H
#pragma GCC system_header

/* What every header of wasock's overlay needs. */

#if !defined(__wasi__) || defined(__wasip2__) || defined(__wasip3__)
#error "wasock's headers are for wasm32-wasip1 (wasm32-wasi) only; for other targets leave wasock's include directory out: they have sockets of their own"
#endif

/* A function that the C library has too, and that answers wrongly there for sockets, is linked under a
   name of wasock's own: leaving the archive out is then a link error ("undefined symbol: wasock_recv")
   instead of a program that runs with the C library's. */
#define __WASOCK_OWN(name)

#endif
