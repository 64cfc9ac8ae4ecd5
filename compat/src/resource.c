/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "refuse.h"

int getrlimit(int resource, struct rlimit *limit)
{
    if (resource != RLIMIT_NOFILE)
        return refuse(EINVAL);
    limit->rlim_cur = limit->rlim_max = FD_SETSIZE;
    return 0;
}

int setrlimit(int resource, const struct rlimit *limit) { return (void)resource, (void)limit, refuse(EPERM); }

int prlimit(pid_t process, int resource, const struct rlimit *next, struct rlimit *now)
{
    if (process != 0 && process != getpid())
        return refuse(ESRCH);
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0)
        return -1;
    if (now != NULL)
        *now = limit;
    return next == NULL ? 0 : setrlimit(resource, next);
}

static int is_me(int which, id_t who)
{
    switch (which) {
    case PRIO_PROCESS: case PRIO_PGRP: return who == 0 || who == (id_t)getpid() ? 0 : refuse(ESRCH);
    case PRIO_USER: return who == 0 || who == getuid() ? 0 : refuse(ESRCH);
    default: return refuse(EINVAL);
    }
}

int getpriority(int which, id_t who) { return is_me(which, who); }
int setpriority(int which, id_t who, int priority)
{
    return is_me(which, who) != 0 ? -1 : priority == 0 ? 0 : refuse(EPERM);
}
int nice(int change) { return change == 0 ? 0 : refuse(EPERM); }
int getpagesize(void) { return 65536; }
int getdtablesize(void) { return FD_SETSIZE; }

long libc_sysconf(int) __asm__("sysconf");
long sysconf(int name) { return name == _SC_OPEN_MAX ? FD_SETSIZE : libc_sysconf(name); }
int getloadavg(double *load, int count) { return (void)load, (void)count, -1; }
int sysinfo(struct sysinfo *it) { return (void)it, refuse(ENOSYS); }
