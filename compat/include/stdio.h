/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_STDIO_H
#define COMPAT_STDIO_H
#pragma GCC system_header

/* wasi-libc declares these with a warning, since it does not define them. */
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

/* The host starts no other processes: popen returns NULL with ENOSYS, pclose -1 with ECHILD. */
FILE *popen(const char *, const char *);
int pclose(FILE *);

/* The files are in /tmp, which the host has to give the program. */
FILE *tmpfile(void);
char *tmpnam(char *);
char *tempnam(const char *, const char *);
char *ctermid(char *);

/* With one thread no stream needs a lock. */
void flockfile(FILE *);
int ftrylockfile(FILE *);
void funlockfile(FILE *);

/* C11 removed gets. As in glibc, it is declared for older standards only, and linked for all. */
#if !defined(__cplusplus) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L)
char *gets(char *);
#endif

#ifdef __cplusplus
}
#endif

#endif
