/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_ERRNO_H
#define __WASOCK_ERRNO_H
#pragma GCC system_header

#include <__wasock.h>
#include_next <errno.h>

/* Errors of Linux that preview 1 lacks, so that programs that name them compile. No call returns them: the C library has no
   text for them, and wasock returns POSIX's error instead (EPROTOTYPE for ESOCKTNOSUPPORT).
   The values are those of Linux or next to them and lie outside preview 1's (0 to 76) and its extensions, so that a
   switch over errors has no value twice. */
#ifndef ESHUTDOWN
#define ESHUTDOWN 108
#endif
#ifndef ETOOMANYREFS
#define ETOOMANYREFS 109
#endif
#ifndef EHOSTDOWN
#define EHOSTDOWN 112
#endif
#ifndef ESOCKTNOSUPPORT
#define ESOCKTNOSUPPORT 194
#endif
#ifndef EPFNOSUPPORT
#define EPFNOSUPPORT 196
#endif

#endif
