/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The program's policy is SCHED_OTHER, which has the priority 0 alone. It runs on processor 0. */
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "refuse.h"

static int is_usual(int policy) { return policy == SCHED_OTHER || policy == SCHED_BATCH || policy == SCHED_IDLE; }
static int is_realtime(int policy) { return policy == SCHED_FIFO || policy == SCHED_RR; }

int sched_get_priority_max(int policy) { return is_realtime(policy) ? 99 : is_usual(policy) ? 0 : refuse(EINVAL); }
int sched_get_priority_min(int policy) { return is_realtime(policy) ? 1 : is_usual(policy) ? 0 : refuse(EINVAL); }

/* The error of setting a policy, 0 for the one that there is. */
static int change(int policy, int priority)
{
    if (priority < sched_get_priority_min(policy) || priority > sched_get_priority_max(policy))
        return EINVAL;
    return policy == SCHED_OTHER ? 0 : is_usual(policy) || is_realtime(policy) ? EPERM : EINVAL;
}

static int is_me(pid_t process) { return process == 0 || process == getpid(); }

int sched_getscheduler(pid_t process)
{
    return process < 0 ? refuse(EINVAL) : is_me(process) ? SCHED_OTHER : refuse(ESRCH);
}
int sched_setscheduler(pid_t process, int policy, const struct sched_param *parameters)
{
    if (process < 0 || parameters == NULL)
        return refuse(EINVAL);
    int error = is_me(process) ? change(policy, parameters->sched_priority) : ESRCH;
    return error == 0 ? SCHED_OTHER : refuse(error);
}
int sched_getparam(pid_t process, struct sched_param *parameters)
{
    if (process < 0 || parameters == NULL)
        return refuse(EINVAL);
    return is_me(process) ? parameters->sched_priority = 0 : refuse(ESRCH);
}
int sched_setparam(pid_t process, const struct sched_param *parameters)
{
    return sched_setscheduler(process, SCHED_OTHER, parameters);
}

int sched_rr_get_interval(pid_t process, struct timespec *interval) { return (void)process, (void)interval, refuse(ENOSYS); }

int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set)
{
    if (!is_me(process))
        return refuse(ESRCH);
    if (size < sizeof(long) || size % sizeof(long) != 0)
        return refuse(EINVAL);
    memset(set, 0, size);
    CPU_SET(0, set);
    return 0;
}
int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set)
{
    if (!is_me(process))
        return refuse(ESRCH);
    return size >= sizeof(long) && CPU_ISSET(0, set) ? 0 : refuse(EINVAL);
}
int sched_getcpu(void) { return 0; }

int __compat_cpu_count(const cpu_set_t *set)
{
    int count = 0;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        count += CPU_ISSET(cpu, set);
    return count;
}

int pthread_getschedparam(pthread_t thread, int *policy, struct sched_param *parameters)
{
    if (!pthread_equal(thread, pthread_self()))
        return ESRCH;
    return *policy = SCHED_OTHER, parameters->sched_priority = 0;
}
int pthread_setschedparam(pthread_t thread, int policy, const struct sched_param *parameters)
{
    return pthread_equal(thread, pthread_self()) ? change(policy, parameters->sched_priority) : ESRCH;
}
int pthread_setschedprio(pthread_t thread, int priority)
{
    return pthread_equal(thread, pthread_self()) ? change(SCHED_OTHER, priority) : ESRCH;
}
