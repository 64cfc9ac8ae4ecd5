/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_TIME_H
#define COMPAT_SYS_TIME_H
#pragma GCC system_header

#include_next <sys/time.h>

#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2

struct timezone;
struct itimerval {
    struct timeval it_interval, it_value;
};

#ifdef __cplusplus
extern "C" {
#endif

/* No signal comes from outside, so no timer can send one: ENOSYS. */
int getitimer(int, struct itimerval *);
int setitimer(int, const struct itimerval *, struct itimerval *);
/* EPERM: the clock is the host's. */
int settimeofday(const struct timeval *, const struct timezone *);

#ifdef __cplusplus
}
#endif

#endif
