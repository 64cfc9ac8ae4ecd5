/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_STAT_H
#define COMPAT_SYS_STAT_H
#pragma GCC system_header

#include_next <sys/stat.h>

#ifdef __cplusplus
extern "C" {
#endif

mode_t umask(mode_t);
int chmod(const char *, mode_t);
int fchmod(int, mode_t);
int mkfifo(const char *, mode_t);
int mknod(const char *, mode_t, dev_t);

#ifdef __cplusplus
}
#endif

#endif
