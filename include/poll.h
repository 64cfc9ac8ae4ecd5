#ifndef __WASOCK_POLL_H
#define __WASOCK_POLL_H
#pragma GCC system_header

/* POSIX.1-2024 <poll.h>. There is no POLLRDHUP: no host tells of half a hang-up, and waiting
   for it would be for ever. The sysroot's POLLIN is POLLRDNORM and its POLLOUT is POLLWRNORM. */

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

/* Waits until one descriptor is ready, at most timeout milliseconds (negative: for ever), and says in
   revents what for; returns how many are. Entries with a negative fd are skipped. POLLPRI never comes: no
   runtime tells of out-of-band data. */
int poll(struct pollfd *__fds, nfds_t __count, int __timeout) __WASOCK_OWN(poll);

/* poll with nanoseconds, timeout NULL: for ever; there are no signals, mask is ignored. */
int ppoll(struct pollfd *__fds, nfds_t __count, const struct timespec *__timeout, const sigset_t *__mask)
    __WASOCK_OWN(ppoll);

#ifdef __cplusplus
}
#endif

#endif
