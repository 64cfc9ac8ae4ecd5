/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_TIME_H
#define COMPAT_TIME_H
#pragma GCC system_header

#include_next <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* wasi-libc's time zone is always UTC, whatever TZ says, so tzset does nothing. */
void tzset(void);

#ifdef __cplusplus
}
#endif

#endif
