// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The time zone that WASI has, UTC. */
#include "../observe.h"
#include <time.h>

int main(void)
{
    time_t start = 0;
    setenv("TZ", "UTC0", 1);
    tzset();
    show("tzname", "%s %s", tzname[0], tzname[1]);
    show_int("timezone", (int)timezone);
    show_int("daylight", daylight);
    show_int("the hour of the epoch", localtime(&start)->tm_hour);
    return 0;
}
