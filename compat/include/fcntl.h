/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_FCNTL_H
#define COMPAT_FCNTL_H
#pragma GCC system_header

#include_next <fcntl.h>
#include <sys/types.h>

/* wasi-libc's constants contain casts, which the preprocessor cannot compare. */
#undef O_DSYNC
#undef O_RSYNC
#undef O_SYNC
#define O_DSYNC 0x2
#define O_RSYNC 0x8
#define O_SYNC 0x10

#ifndef O_NDELAY
#define O_NDELAY O_NONBLOCK
#endif
/* fcntl fails with EINVAL for these: a descriptor has one number, and files have no locks and no owners. */
#ifndef F_DUPFD
#define F_DUPFD 0
#endif
#ifndef F_GETLK
#define F_GETLK 5
#define F_SETLK 6
#define F_SETLKW 7
#endif
#ifndef F_SETOWN
#define F_SETOWN 8
#define F_GETOWN 9
#endif
#ifndef F_RDLCK
#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2
#endif
#ifndef F_DUPFD_CLOEXEC
#define F_DUPFD_CLOEXEC 1030
#endif
#ifndef O_NOCTTY
#define O_NOCTTY 0
#endif
#ifndef O_LARGEFILE
#define O_LARGEFILE 0
#endif

#if defined(_GNU_SOURCE) || defined(__USE_GNU)
#define SPLICE_F_MOVE 1
#define SPLICE_F_NONBLOCK 2
#define SPLICE_F_MORE 4
#ifdef __cplusplus
extern "C" {
#endif

/* A pipe is a pair of sockets here, which has no pages to move: ENOSYS. */
ssize_t splice(int, off_t *, int, off_t *, size_t, unsigned);

#ifdef __cplusplus
}
#endif
#endif

#endif
