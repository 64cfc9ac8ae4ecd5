/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Semaphores of one thread: no other thread can post while it waits. */
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

#include "refuse.h"

static volatile int *count(sem_t *s) { return (volatile int *)s; }

int sem_init(sem_t *s, int shared, unsigned value)
{
    (void)shared;
    if (value > INT_MAX)
        return refuse(EINVAL);
    return *count(s) = (int)value, 0;
}

int sem_destroy(sem_t *s) { return (void)s, 0; }
int sem_getvalue(sem_t *s, int *value) { return *value = *count(s), 0; }
int sem_post(sem_t *s) { return *count(s) == INT_MAX ? refuse(EOVERFLOW) : (++*count(s), 0); }
int sem_trywait(sem_t *s) { return *count(s) == 0 ? refuse(EAGAIN) : (--*count(s), 0); }
/* Linux waits for ever. */
int sem_wait(sem_t *s) { return sem_trywait(s) == 0 ? 0 : refuse(EDEADLK); }

int sem_timedwait(sem_t *s, const struct timespec *time)
{
    if (sem_trywait(s) == 0)
        return 0;
    if (time->tv_nsec < 0 || time->tv_nsec >= 1000000000)
        return refuse(EINVAL);
    while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, time, NULL) == EINTR) {}
    return refuse(ETIMEDOUT);
}

/* Named semaphores are for several processes. */
sem_t *sem_open(const char *name, int flags, ...) { return (void)name, (void)flags, refuse(ENOSYS), SEM_FAILED; }
int sem_close(sem_t *s) { return (void)s, refuse(EINVAL); }
int sem_unlink(const char *name) { return (void)name, refuse(ENOENT); }
