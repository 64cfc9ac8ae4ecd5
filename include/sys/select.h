/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_SYS_SELECT_H
#define __WASOCK_SYS_SELECT_H
#pragma GCC system_header

/* POSIX.1-2024 <sys/select.h>. The C library defines fd_set: a list of up to FD_SETSIZE descriptors with any numbers, not
   an array of bits. So NFDBITS is not defined, and a program cannot use a smaller block of memory as an fd_set. */

#include <__wasock.h>
#include_next <sys/select.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Waits until a descriptor below count is ready, at most timeout (NULL: without limit). Leaves the ready descriptors in the
   sets and the remaining time in timeout, as on Linux. Returns the number of ready descriptors, or -1 and sets errno. Each
   set may be NULL. The set except is always empty afterwards: no runtime reports out-of-band data. */
int select(int __count, fd_set *__restrict __read, fd_set *__restrict __write, fd_set *__restrict __except,
           struct timeval *__restrict __timeout) __WASOCK_OWN(select);

/* As select, with a time limit in nanoseconds. Ignores mask: WASI has no signals. */
int pselect(int __count, fd_set *__restrict __read, fd_set *__restrict __write, fd_set *__restrict __except,
            const struct timespec *__restrict __timeout, const sigset_t *__restrict __mask) __WASOCK_OWN(pselect);

#ifdef __cplusplus
}
#endif

#endif
