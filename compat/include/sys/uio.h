/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_UIO_H
#define COMPAT_SYS_UIO_H
#pragma GCC system_header

#include_next <sys/uio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* wasmtime's preview 1 takes one buffer at a time. These take all. */
ssize_t preadv(int, const struct iovec *, int, off_t) __asm__("compat_preadv");
ssize_t pwritev(int, const struct iovec *, int, off_t) __asm__("compat_pwritev");

#ifdef __cplusplus
}
#endif

#endif
