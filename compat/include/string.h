/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Functions of BSD that glibc has under _GNU_SOURCE alone. A source that defines that for Linux takes them for granted
   elsewhere. */
#ifndef COMPAT_STRING_H
#define COMPAT_STRING_H
#pragma GCC system_header

#include_next <string.h>

#if defined(_BSD_SOURCE) && !defined(_GNU_SOURCE)
#ifdef __cplusplus
extern "C" {
#endif

char *strcasestr(const char *, const char *);
void *memmem(const void *, size_t, const void *, size_t);

#ifdef __cplusplus
}
#endif
#endif

#endif
