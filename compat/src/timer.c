/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* No signal comes from outside, so no timer can send one. */
#include <stdio.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "refuse.h"

unsigned alarm(unsigned seconds)
{
    if (seconds != 0)
        fprintf(stderr, "alarm(%u) never fires: no signal comes from outside\n", seconds);
    return 0;
}

unsigned ualarm(unsigned microseconds, unsigned interval)
{
    (void)interval;
    if (microseconds != 0)
        fprintf(stderr, "ualarm(%u) never fires: no signal comes from outside\n", microseconds);
    return 0;
}

int pause(void) { return refuse(ENOSYS); }
int getitimer(int which, struct itimerval *now) { return (void)which, (void)now, refuse(ENOSYS); }
int setitimer(int which, const struct itimerval *next, struct itimerval *old)
{
    return (void)which, (void)next, (void)old, refuse(ENOSYS);
}
int settimeofday(const struct timeval *time, const struct timezone *zone) { return (void)time, (void)zone, refuse(EPERM); }

int timerfd_create(clockid_t clock, int flags) { return (void)clock, (void)flags, refuse(ENOSYS); }
/* There is no such descriptor. */
int timerfd_settime(int fd, int flags, const struct itimerspec *next, struct itimerspec *old)
{
    return (void)flags, (void)next, (void)old, refuse(fcntl(fd, F_GETFL) < 0 ? EBADF : EINVAL);
}
int timerfd_gettime(int fd, struct itimerspec *now) { return (void)now, refuse(fcntl(fd, F_GETFL) < 0 ? EBADF : EINVAL); }
