// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What one program alone cannot have: on Linux each of these succeeds, or does not find what was never made. */
#include "../observe.h"
#include <dlfcn.h>
#include <mqueue.h>
#include <pthread.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/wait.h>

static void *nothing(void *argument) { return argument; }

static int forked(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 ? -1 : waitpid(child, NULL, 0) == child ? 0 : -1;
}

static int spawned(void)
{
    char *arguments[] = {"true", NULL};
    pid_t child;
    int error = posix_spawnp(&child, "true", NULL, NULL, arguments, arguments + 1);
    if (error == 0)
        waitpid(child, NULL, 0);
    return error;
}

static void test(void)
{
    int pair[2];
    pthread_t thread;
    struct itimerval timer = {{0, 0}, {0, 0}};
    NEEDED(tcp_pair(pair));
    show_result("fork", forked());
    show_yes("a command processor", system(NULL) != 0);
    show("posix_spawn", "%s", errno_name(spawned()));
    FILE *command = popen("true", "r");
    show_yes("popen", command != NULL);
    if (command != NULL)
        pclose(command);
    int error = pthread_create(&thread, NULL, nothing, NULL);
    show("pthread_create", "%s", errno_name(error));
    if (error == 0)
        pthread_join(thread, NULL);
    show_result("setitimer", setitimer(ITIMER_REAL, &timer, NULL));
    int clock = timerfd_create(CLOCK_MONOTONIC, 0);
    show_fd("timerfd_create", clock);
    show_yes("dlopen of oneself", dlopen(NULL, RTLD_NOW) != NULL);
    show_result("sigaltstack", sigaltstack(NULL, NULL));
    int own, other;
    show_result("openpty", openpty(&own, &other, NULL, NULL, NULL));
    int on = 1;
    show_result("FIOASYNC", ioctl(pair[0], FIOASYNC, &on));
    show_result("mq_open of none", mq_open("/wasock-none", O_RDONLY));
    show_result("shm_open of none", shm_open("/wasock-none", O_RDONLY, 0));
    int second = dup(pair[0]);
    show_fd("dup", second);
    struct itimerspec soon = {{0, 0}, {1, 0}};
    show_result("timerfd_settime of nothing", timerfd_settime(-1, 0, &soon, NULL));
    show_result("timerfd_settime of a socket", timerfd_settime(pair[0], 0, &soon, NULL));
}

int main(void)
{
    test();
    return 0;
}
