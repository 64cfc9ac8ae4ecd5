/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* errno by way of a function, as on Linux: old sources say "extern int errno", which is then a declaration of the function. */
#ifndef COMPAT_ERRNO_H
#define COMPAT_ERRNO_H
#pragma GCC system_header

#include_next <errno.h>

#ifdef __cplusplus
extern "C" {
#endif

int *__errno_location(void) __attribute__((__const__));

#ifdef __cplusplus
}
#endif

#undef errno
#define errno (*__errno_location())

#endif
