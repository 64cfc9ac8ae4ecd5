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
/* Within the directories that the host gives: what lies above them counts as written, it cannot be read. */
char *realpath(const char *__restrict, char *__restrict);
/* No command processor: 0 for NULL, else -1 with ENOSYS. */
int system(const char *);
char *secure_getenv(const char *);
int getloadavg(double *, int);

#ifdef __cplusplus
}
#endif

#endif
