/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_STDIO_H
#define COMPAT_STDIO_H
#pragma GCC system_header

/* wasi-libc declares these and warns of them, since it does not define them. */
#define tmpfile __wasi_libc_tmpfile
#define tmpnam __wasi_libc_tmpnam
#define tempnam __wasi_libc_tempnam
#define gets __wasi_libc_gets
#include_next <stdio.h>
#undef tmpfile
#undef tmpnam
#undef tempnam
#undef gets

#ifndef P_tmpdir
#define P_tmpdir "/tmp"
#endif
#ifndef L_tmpnam
#define L_tmpnam 20
#endif
#ifndef TMP_MAX
#define TMP_MAX 10000
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* There are no other processes: NULL with ENOSYS, -1 with ECHILD. */
FILE *popen(const char *, const char *);
int pclose(FILE *);

/* In /tmp, which the host has to give the program. */
FILE *tmpfile(void);
char *tmpnam(char *);
char *tempnam(const char *, const char *);
char *ctermid(char *);

/* One thread has every stream to itself. */
void flockfile(FILE *);
int ftrylockfile(FILE *);
void funlockfile(FILE *);

/* Removed from C by C11: declared, as with glibc, for older ones alone, and linked for all. */
#if !defined(__cplusplus) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L)
char *gets(char *);
#endif

#ifdef __cplusplus
}
#endif

#endif
