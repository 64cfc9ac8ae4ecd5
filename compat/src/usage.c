/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The times are of the wall clock: the host reports no others. */
#include <sys/resource.h>
#include <time.h>

#include "refuse.h"

static struct timespec began;

__attribute__((constructor)) static void begin(void) { clock_gettime(CLOCK_MONOTONIC, &began); }

int getrusage(int who, struct rusage *usage)
{
    if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN)
        return refuse(EINVAL);
    *usage = (struct rusage){0};
    if (who == RUSAGE_SELF) {
        struct timespec now;
        if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
            return -1;
        long long passed = (now.tv_sec - began.tv_sec) * 1000000LL + (now.tv_nsec - began.tv_nsec) / 1000;
        usage->ru_utime.tv_sec = passed / 1000000;
        usage->ru_utime.tv_usec = passed % 1000000;
    }
    return 0;
}
