/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_POLL_H
#define __WASOCK_POLL_H
#pragma GCC system_header

/* POSIX.1-2024 <poll.h>. POLLRDHUP is not defined: no host reports that the peer has closed one direction, and a
   program that waits for it would wait forever. The C library's POLLIN is POLLRDNORM, its POLLOUT is POLLWRNORM. */

#include <__wasock.h>
#include_next <poll.h>

#define __NEED_sigset_t
#define __NEED_struct_timespec
#define __NEED_time_t
#include <bits/alltypes.h>

#ifndef POLLRDBAND
#define POLLRDBAND 0x80
#endif
#ifndef POLLWRBAND
#define POLLWRBAND 0x100
#endif
#ifndef POLLPRI
#define POLLPRI 0x200
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Waits until a descriptor is ready, at most timeout milliseconds (negative: without limit). Sets revents of each entry.
   Returns the number of ready entries, 0 after the time limit, or -1 and sets errno. Skips entries with a negative fd.
   Never reports POLLPRI: no runtime reports out-of-band data. */
int poll(struct pollfd *__fds, nfds_t __count, int __timeout) __WASOCK_OWN(poll);

/* As poll, with a time limit in nanoseconds (NULL: without limit). Ignores mask: WASI has no signals. */
int ppoll(struct pollfd *__fds, nfds_t __count, const struct timespec *__timeout, const sigset_t *__mask)
    __WASOCK_OWN(ppoll);

#ifdef __cplusplus
}
#endif

#endif
