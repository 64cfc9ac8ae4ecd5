/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_STDLIB_H
#define COMPAT_STDLIB_H
#pragma GCC system_header

#include_next <stdlib.h>
#include <__wait_status.h>

#ifdef __cplusplus
extern "C" {
#endif

int mkstemp(char *);
int mkostemp(char *, int);
int mkstemps(char *, int);
int mkostemps(char *, int, int);
char *mkdtemp(char *);
char *mktemp(char *);
/* Resolves links within the host's directories. Path components above them cannot be read and are kept as written. */
char *realpath(const char *__restrict, char *__restrict);
/* The host has no command processor: 0 for NULL, otherwise -1 with ENOSYS. */
int system(const char *);
char *secure_getenv(const char *);
int getloadavg(double *, int);
/* See <pty.h>. A descriptor is never one: EINVAL, and ENOTTY for its name. */
int posix_openpt(int);
int grantpt(int);
int unlockpt(int);
char *ptsname(int);
int ptsname_r(int, char *, size_t);

#ifdef __cplusplus
}
#endif

#endif
