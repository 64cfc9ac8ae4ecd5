/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* No descriptor tells of time: ENOSYS. The time limit of poll, select or epoll_wait does. */
#ifndef COMPAT_SYS_TIMERFD_H
#define COMPAT_SYS_TIMERFD_H
#pragma GCC system_header

#include <fcntl.h>
#include <time.h>

#define TFD_NONBLOCK O_NONBLOCK
#define TFD_CLOEXEC O_CLOEXEC
#define TFD_TIMER_ABSTIME 1

struct itimerspec;

#ifdef __cplusplus
extern "C" {
#endif

int timerfd_create(clockid_t, int);
int timerfd_settime(int, int, const struct itimerspec *, struct itimerspec *);
int timerfd_gettime(int, struct itimerspec *);

#ifdef __cplusplus
}
#endif

#endif
