/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Locks of one thread. It cannot wait for a lock, since only the thread itself could release it. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Stored in the first members of the C library's types, which are initialised to zero. */
struct mutex { int type, held; };
struct rwlock { int readers, writer; };
/* As the C library has them, whose functions are linked where it has some. */
struct attributes { size_t stack, guard; void *address; int detached, inherited, policy, priority, scope; };

enum { STACK = 1 << 20 };

static int shared_or_not(int shared) { return shared == PTHREAD_PROCESS_SHARED || shared == PTHREAD_PROCESS_PRIVATE ? 0 : EINVAL; }

static struct mutex *mutex(pthread_mutex_t *m) { return (struct mutex *)m; }

int pthread_mutex_init(pthread_mutex_t *m, const pthread_mutexattr_t *attributes)
{
    *mutex(m) = (struct mutex){.type = attributes == NULL ? PTHREAD_MUTEX_DEFAULT : (int)attributes->__attr};
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *m) { return mutex(m)->held ? EBUSY : 0; }

int pthread_mutex_trylock(pthread_mutex_t *m)
{
    if (mutex(m)->held && mutex(m)->type != PTHREAD_MUTEX_RECURSIVE)
        return EBUSY;
    mutex(m)->held++;
    return 0;
}

int pthread_mutex_lock(pthread_mutex_t *m) { return pthread_mutex_trylock(m) == 0 ? 0 : EDEADLK; }

/* Sleeps until a time of a clock. */
static int sleep_until(clockid_t clock, const struct timespec *time)
{
    if (time->tv_nsec < 0 || time->tv_nsec >= 1000000000)
        return EINVAL;
    while (clock_nanosleep(clock, TIMER_ABSTIME, time, NULL) == EINTR) {}
    return ETIMEDOUT;
}

int pthread_mutex_timedlock(pthread_mutex_t *m, const struct timespec *time)
{
    if (pthread_mutex_trylock(m) == 0)
        return 0;
    return mutex(m)->type == PTHREAD_MUTEX_ERRORCHECK ? EDEADLK : sleep_until(CLOCK_REALTIME, time);
}

int pthread_mutex_unlock(pthread_mutex_t *m)
{
    if (mutex(m)->held == 0)
        return mutex(m)->type == PTHREAD_MUTEX_NORMAL ? 0 : EPERM;
    mutex(m)->held--;
    return 0;
}

int pthread_mutexattr_init(pthread_mutexattr_t *a) { return a->__attr = PTHREAD_MUTEX_DEFAULT, 0; }
int pthread_mutexattr_destroy(pthread_mutexattr_t *a) { return (void)a, 0; }
int pthread_mutexattr_settype(pthread_mutexattr_t *a, int type)
{
    return type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK ? EINVAL : (a->__attr = (unsigned)type, 0);
}
int pthread_mutexattr_gettype(const pthread_mutexattr_t *a, int *type) { return *type = (int)a->__attr, 0; }
int pthread_mutexattr_setpshared(pthread_mutexattr_t *a, int shared) { return (void)a, shared_or_not(shared); }

/* A condition stores its clock; zero is CLOCK_REALTIME. */
int pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *attributes)
{
    *(unsigned *)c = attributes == NULL ? 0 : attributes->__attr;
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *c) { return (void)c, 0; }
int pthread_cond_signal(pthread_cond_t *c) { return (void)c, 0; }
int pthread_cond_broadcast(pthread_cond_t *c) { return (void)c, 0; }

int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m)
{
    (void)c, (void)m;
    fputs("pthread_cond_wait: there is one thread, and nothing can wake it\n", stderr);
    abort();
}

int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m, const struct timespec *time)
{
    (void)m;
    return sleep_until(*(unsigned *)c == 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC, time);
}

int pthread_condattr_init(pthread_condattr_t *a) { return a->__attr = 0, 0; }
int pthread_condattr_destroy(pthread_condattr_t *a) { return (void)a, 0; }
int pthread_condattr_setclock(pthread_condattr_t *a, clockid_t clock)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
        return EINVAL;
    return a->__attr = clock == CLOCK_MONOTONIC, 0;
}
int pthread_condattr_setpshared(pthread_condattr_t *a, int shared) { return (void)a, shared_or_not(shared); }

static struct rwlock *rwlock(pthread_rwlock_t *l) { return (struct rwlock *)l; }

int pthread_rwlock_init(pthread_rwlock_t *l, const pthread_rwlockattr_t *attributes)
{
    return (void)attributes, *rwlock(l) = (struct rwlock){0}, 0;
}
int pthread_rwlock_destroy(pthread_rwlock_t *l) { return (void)l, 0; }
int pthread_rwlock_tryrdlock(pthread_rwlock_t *l) { return rwlock(l)->writer ? EBUSY : (rwlock(l)->readers++, 0); }
int pthread_rwlock_rdlock(pthread_rwlock_t *l) { return pthread_rwlock_tryrdlock(l) == 0 ? 0 : EDEADLK; }
int pthread_rwlock_trywrlock(pthread_rwlock_t *l)
{
    return rwlock(l)->writer || rwlock(l)->readers ? EBUSY : (rwlock(l)->writer = 1, 0);
}
int pthread_rwlock_wrlock(pthread_rwlock_t *l) { return pthread_rwlock_trywrlock(l) == 0 ? 0 : EDEADLK; }
int pthread_rwlock_unlock(pthread_rwlock_t *l)
{
    if (rwlock(l)->writer)
        rwlock(l)->writer = 0;
    else if (rwlock(l)->readers > 0)
        rwlock(l)->readers--;
    else
        return EPERM;
    return 0;
}
int pthread_rwlockattr_init(pthread_rwlockattr_t *a) { return *a = (pthread_rwlockattr_t){0}, 0; }
int pthread_rwlockattr_destroy(pthread_rwlockattr_t *a) { return (void)a, 0; }
int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *a, int shared) { return (void)a, shared_or_not(shared); }

int pthread_spin_init(pthread_spinlock_t *l, int shared) { return (void)shared, *l = 0, 0; }
int pthread_spin_destroy(pthread_spinlock_t *l) { return (void)l, 0; }
int pthread_spin_trylock(pthread_spinlock_t *l) { return *l ? EBUSY : (*l = 1, 0); }
int pthread_spin_lock(pthread_spinlock_t *l) { return *l ? EDEADLK : (*l = 1, 0); }
int pthread_spin_unlock(pthread_spinlock_t *l) { return *l = 0, 0; }

static struct attributes *of(pthread_attr_t *a) { return (struct attributes *)a; }

int pthread_attr_init(pthread_attr_t *a) { return *of(a) = (struct attributes){.stack = STACK}, 0; }
int pthread_attr_destroy(pthread_attr_t *a) { return (void)a, 0; }
int pthread_attr_setdetachstate(pthread_attr_t *a, int state)
{
    return state != 0 && state != 1 ? EINVAL : (of(a)->detached = state, 0);
}
int pthread_attr_getdetachstate(const pthread_attr_t *a, int *state)
{
    return *state = ((const struct attributes *)a)->detached, 0;
}
int pthread_attr_setstacksize(pthread_attr_t *a, size_t size) { return size < 2048 ? EINVAL : (of(a)->stack = size, 0); }
int pthread_attr_getstacksize(const pthread_attr_t *a, size_t *size)
{
    return *size = ((const struct attributes *)a)->stack, 0;
}
int pthread_attr_setscope(pthread_attr_t *a, int scope)
{
    return scope == PTHREAD_SCOPE_PROCESS ? ENOTSUP : scope != PTHREAD_SCOPE_SYSTEM ? EINVAL : (of(a)->scope = 0, 0);
}
int pthread_attr_setschedpolicy(pthread_attr_t *a, int policy)
{
    return policy != SCHED_OTHER && policy != SCHED_FIFO && policy != SCHED_RR ? EINVAL : (of(a)->policy = policy, 0);
}
int pthread_attr_getschedpolicy(const pthread_attr_t *a, int *policy)
{
    return *policy = ((const struct attributes *)a)->policy, 0;
}
int pthread_attr_setschedparam(pthread_attr_t *a, const struct sched_param *parameters)
{
    int priority = parameters->sched_priority, policy = of(a)->policy;
    if (priority < sched_get_priority_min(policy) || priority > sched_get_priority_max(policy))
        return EINVAL;
    return of(a)->priority = priority, 0;
}
int pthread_attr_getschedparam(const pthread_attr_t *a, struct sched_param *parameters)
{
    return parameters->sched_priority = ((const struct attributes *)a)->priority, 0;
}
int pthread_attr_setinheritsched(pthread_attr_t *a, int inherited)
{
    return inherited != PTHREAD_INHERIT_SCHED && inherited != PTHREAD_EXPLICIT_SCHED ? EINVAL : (of(a)->inherited = inherited, 0);
}
