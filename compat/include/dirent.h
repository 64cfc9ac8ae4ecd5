/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_DIRENT_H
#define COMPAT_DIRENT_H
#pragma GCC system_header

/* Only wasi-libc has a function of this name. Programs with gnulib define another, whose symbol has to be another too. */
#define opendirat __wasilibc_opendirat
#include_next <dirent.h>
#undef opendirat
#define opendirat compat_opendirat

/* No host reports one. As newer versions of wasi-libc. */
#ifndef DT_SOCK
#define DT_SOCK 20
#endif

#endif
