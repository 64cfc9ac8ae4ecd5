#ifndef __WASOCK_SYS_SELECT_H
#define __WASOCK_SYS_SELECT_H
#pragma GCC system_header

/* POSIX.1-2024 <sys/select.h>. fd_set is the sysroot's: a list of up to FD_SETSIZE descriptors of any
   number, not a bitmap; so there is no NFDBITS, and a smaller block of memory cannot serve as one. */

#include <__wasock.h>
#include_next <sys/select.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Waits until one descriptor below count is ready, at most timeout (NULL: for ever), and leaves the ready
   ones in the sets and the time left in timeout, as on Linux; returns how many. Each set may be NULL; nothing
   ever becomes exceptional, no runtime tells of out-of-band data. */
int select(int __count, fd_set *__restrict __read, fd_set *__restrict __write, fd_set *__restrict __except,
           struct timeval *__restrict __timeout) __WASOCK_OWN(select);

/* select with nanoseconds; there are no signals, mask is ignored. */
int pselect(int __count, fd_set *__restrict __read, fd_set *__restrict __write, fd_set *__restrict __except,
            const struct timespec *__restrict __timeout, const sigset_t *__restrict __mask) __WASOCK_OWN(pselect);

#ifdef __cplusplus
}
#endif

#endif
