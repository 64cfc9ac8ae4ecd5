/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SCHED_H
#define COMPAT_SCHED_H
#pragma GCC system_header

/* A C library may have the struct without the functions. */
#define sched_param sched_param_of_the_c_library
#include_next <sched.h>
#undef sched_param
#include <string.h>
#include <sys/types.h>
#include <time.h>

struct sched_param {
    int sched_priority;
};

#ifndef SCHED_OTHER
#define SCHED_OTHER 0
#define SCHED_FIFO 1
#define SCHED_RR 2
#define SCHED_BATCH 3
#define SCHED_IDLE 5
#endif

#define CPU_SETSIZE 1024

typedef struct cpu_set_t {
    unsigned long __bits[CPU_SETSIZE / (8 * sizeof(unsigned long))];
} cpu_set_t;

#define __CPU_WORD(cpu, set) ((set)->__bits[(cpu) / (8 * sizeof(unsigned long))])
#define __CPU_BIT(cpu) (1UL << (cpu) % (8 * sizeof(unsigned long)))
#define __CPU_IN(cpu) ((unsigned long)(cpu) < CPU_SETSIZE)
#define CPU_ZERO(set) ((void)memset((set), 0, sizeof(cpu_set_t)))
#define CPU_SET(cpu, set) ((void)(__CPU_IN(cpu) && (__CPU_WORD(cpu, set) |= __CPU_BIT(cpu))))
#define CPU_CLR(cpu, set) ((void)(__CPU_IN(cpu) && (__CPU_WORD(cpu, set) &= ~__CPU_BIT(cpu))))
#define CPU_ISSET(cpu, set) (__CPU_IN(cpu) && (__CPU_WORD(cpu, set) & __CPU_BIT(cpu)) != 0)
#define CPU_EQUAL(one, other) (memcmp((one), (other), sizeof(cpu_set_t)) == 0)
#define CPU_COUNT(set) __compat_cpu_count(set)

#ifdef __cplusplus
extern "C" {
#endif

/* The program has SCHED_OTHER and priority 0, as any without privileges. Another policy is EPERM, another process ESRCH. */
int sched_get_priority_max(int);
int sched_get_priority_min(int);
int sched_getscheduler(pid_t);
int sched_setscheduler(pid_t, int, const struct sched_param *);
int sched_getparam(pid_t, struct sched_param *);
int sched_setparam(pid_t, const struct sched_param *);
/* ENOSYS: the host has the time slices. */
int sched_rr_get_interval(pid_t, struct timespec *);

/* There is processor 0. A set without it: EINVAL. */
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
int sched_getcpu(void);
int __compat_cpu_count(const cpu_set_t *);

#ifdef __cplusplus
}
#endif

#endif
