// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Linux's clocks: each is there, goes forward and agrees with the one that it refines. */
#include "../observe.h"

static double seconds(clockid_t clock)
{
    struct timespec now;
    require(clock_gettime(clock, &now) == 0, "clock_gettime");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void clock_row(const char *name, clockid_t clock, clockid_t like)
{
    double before = seconds(clock), distance = before - seconds(like);
    struct timespec pause = {.tv_nsec = 30000000};
    nanosleep(&pause, NULL);
    show_yes(name, seconds(clock) - before > 0.01);
    if (like == CLOCK_REALTIME)
        show_yes("  the time of day", distance > -1 && distance < 1);
}

int main(void)
{
    clock_row("CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW, CLOCK_MONOTONIC);
    clock_row("CLOCK_MONOTONIC_COARSE", CLOCK_MONOTONIC_COARSE, CLOCK_MONOTONIC);
    clock_row("CLOCK_BOOTTIME", CLOCK_BOOTTIME, CLOCK_MONOTONIC);
    clock_row("CLOCK_REALTIME_COARSE", CLOCK_REALTIME_COARSE, CLOCK_REALTIME);
    struct timespec pause = {.tv_nsec = 1000000};
    show_result("clock_nanosleep", clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL));
    return 0;
}
