/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_MODE_T_H
#define COMPAT_MODE_T_H
#pragma GCC system_header

#include_next <__mode_t.h>

/* Older versions of wasi-libc give both one number, which a switch cannot have twice. The C library sets S_IFSOCK. */
#if S_IFIFO == S_IFSOCK
#undef S_IFIFO
#define S_IFIFO (0x1000)
#endif

#endif
