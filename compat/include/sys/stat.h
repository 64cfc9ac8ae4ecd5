/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_STAT_H
#define COMPAT_SYS_STAT_H
#pragma GCC system_header

#include_next <sys/stat.h>

#ifdef __cplusplus
extern "C" {
#endif

/* With the permissions and the owner of a file that has none: 0600, 0700 for a directory, the program's user. */
int stat(const char *__restrict, struct stat *__restrict) __asm__("compat_stat");
int lstat(const char *__restrict, struct stat *__restrict) __asm__("compat_lstat");
int fstat(int, struct stat *) __asm__("compat_fstat");
int fstatat(int, const char *__restrict, struct stat *__restrict, int) __asm__("compat_fstatat");

mode_t umask(mode_t);
int chmod(const char *, mode_t);
int fchmod(int, mode_t);
int mkfifo(const char *, mode_t);
int mknod(const char *, mode_t, dev_t);

#ifdef __cplusplus
}
#endif

#endif
