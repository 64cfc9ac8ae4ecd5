// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The policy and the priority of a program without privileges: the usual ones, which cannot be changed. */
#include "../observe.h"
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

static void show_error(const char *label, int error) { show(label, "%s", error ? errno_name(error) : "0"); }

int main(void)
{
    const int policies[] = {SCHED_OTHER, SCHED_FIFO, SCHED_RR, SCHED_BATCH, 77};
    struct sched_param usual = {.sched_priority = 0}, high = {.sched_priority = 10}, got = {.sched_priority = 5};
    pthread_attr_t attributes;
    int policy = -1;
    for (int i = 0; i < 5; i++) {
        show_result("highest", sched_get_priority_max(policies[i]));
        show_result("lowest", sched_get_priority_min(policies[i]));
    }
    show_result("policy", sched_getscheduler(0));
    show_yes("  of nobody", sched_getscheduler(0x3fffffff) == -1 && errno == ESRCH);
    show_result("  again", sched_setscheduler(0, SCHED_OTHER, &usual));
    show_result("  with a priority", sched_setscheduler(0, SCHED_OTHER, &high));
    show_result("  of none", sched_setscheduler(0, 77, &usual));
    show_result("parameters", sched_getparam(0, &got));
    show_int("  priority", got.sched_priority);
    show_result("  again", sched_setparam(0, &usual));
    show_result("  higher", sched_setparam(0, &high));
    show_error("of the thread", pthread_getschedparam(pthread_self(), &policy, &got));
    show("  they are", "%d %d", policy, got.sched_priority);
    show_error("  again", pthread_setschedparam(pthread_self(), SCHED_OTHER, &usual));
    show_error("  higher", pthread_setschedparam(pthread_self(), SCHED_OTHER, &high));
    show_error("  priority", pthread_setschedprio(pthread_self(), 0));
    show_error("  higher", pthread_setschedprio(pthread_self(), 10));
    pthread_attr_init(&attributes);
    show_error("attribute", pthread_attr_getschedpolicy(&attributes, &policy));
    show_int("  it is", policy);
    show_error("  another", pthread_attr_setschedpolicy(&attributes, SCHED_FIFO));
    show_error("  none", pthread_attr_setschedpolicy(&attributes, 77));
    show_error("  now", pthread_attr_getschedpolicy(&attributes, &policy));
    show_int("  it is", policy);
    show_error("parameter", pthread_attr_setschedparam(&attributes, &high));
    show_error("  now", pthread_attr_getschedparam(&attributes, &got));
    show_int("  it is", got.sched_priority);
    show_error("inherited", pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED));
    pthread_attr_destroy(&attributes);
    struct rlimit limit, whole;
    show_result("getrlimit", getrlimit(RLIMIT_NOFILE, &limit));
    show_result("prlimit", prlimit(0, RLIMIT_NOFILE, NULL, &whole));
    show_yes("  the same", whole.rlim_cur == limit.rlim_cur && whole.rlim_max == limit.rlim_max);
    show_yes("  of nobody", prlimit(0x3fffffff, RLIMIT_NOFILE, NULL, &whole) == -1 && errno == ESRCH);
    show_result("  of nothing", prlimit(0, 77, NULL, &whole));
    return 0;
}
