/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_TIME_H
#define COMPAT_TIME_H
#pragma GCC system_header

#include_next <time.h>

/* Linux's other clocks, by the one of the host's that runs alike. */
#ifndef CLOCK_MONOTONIC_RAW
#define CLOCK_MONOTONIC_RAW CLOCK_MONOTONIC
#define CLOCK_MONOTONIC_COARSE CLOCK_MONOTONIC
#define CLOCK_BOOTTIME CLOCK_MONOTONIC
#define CLOCK_REALTIME_COARSE CLOCK_REALTIME
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* wasi-libc's time zone is always UTC, whatever TZ says, so tzset does nothing. */
void tzset(void);
extern char *tzname[2];
extern int daylight;
extern long timezone;

#ifdef __cplusplus
}
#endif

#endif
