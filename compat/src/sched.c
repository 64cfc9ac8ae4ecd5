/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A program that is alone on one processor, under the usual policy. */
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "refuse.h"

static int is_me(pid_t process) { return process == 0 || process == getpid(); }
static int has_priorities(int policy) { return policy == SCHED_FIFO || policy == SCHED_RR; }
static int is_policy(int policy)
{
    return has_priorities(policy) || policy == SCHED_OTHER || policy == SCHED_BATCH || policy == SCHED_IDLE;
}

int sched_get_priority_max(int policy) { return is_policy(policy) ? (has_priorities(policy) ? 99 : 0) : refuse(EINVAL); }
int sched_get_priority_min(int policy) { return is_policy(policy) ? has_priorities(policy) : refuse(EINVAL); }

int sched_getscheduler(pid_t process)
{
    return process < 0 ? refuse(EINVAL) : is_me(process) ? SCHED_OTHER : refuse(ESRCH);
}

int sched_setscheduler(pid_t process, int policy, const struct sched_param *param)
{
    if (param == NULL || process < 0 || !is_policy(policy)) return refuse(EINVAL);
    if (!is_me(process)) return refuse(ESRCH);
    int priority = param->sched_priority;
    if (priority < sched_get_priority_min(policy) || priority > sched_get_priority_max(policy)) return refuse(EINVAL);
    return policy == SCHED_OTHER ? 0 : refuse(EPERM);
}

int sched_getparam(pid_t process, struct sched_param *param)
{
    if (param == NULL || process < 0) return refuse(EINVAL);
    return is_me(process) ? (param->sched_priority = 0) : refuse(ESRCH);
}

int sched_setparam(pid_t process, const struct sched_param *param)
{
    return sched_setscheduler(process, SCHED_OTHER, param);
}

int sched_rr_get_interval(pid_t process, struct timespec *interval) { return (void)process, (void)interval, refuse(ENOSYS); }

int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set)
{
    if (process < 0 || !is_me(process)) return refuse(ESRCH);
    if (size < sizeof(long) || size % sizeof(long) != 0) return refuse(EINVAL);
    memset(set, 0, size);
    CPU_SET(0, set);
    return 0;
}

int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set)
{
    if (process < 0 || !is_me(process)) return refuse(ESRCH);
    return size >= sizeof(long) && CPU_ISSET(0, set) ? 0 : refuse(EINVAL);
}

int sched_getcpu(void) { return 0; }

int __compat_cpu_count(const cpu_set_t *set)
{
    int count = 0;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) count += CPU_ISSET(cpu, set);
    return count;
}
