// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What a program may prepare for another process, and what it learns of its processors. */
#include "../observe.h"
#include <sched.h>
#include <signal.h>
#include <spawn.h>

/* What the call returns, and then what it has written. */
#define SHOW_READ(label, call, written) \
    do { \
        int code = (call); \
        show(label, "%d %d", code, (int)(written)); \
    } while (0)

static void attributes(void)
{
    posix_spawnattr_t attr;
    short flags = -1;
    pid_t group = -1;
    int policy = -1;
    sigset_t set, read;
    struct sched_param param = {.sched_priority = 7}, read_param = {.sched_priority = -1};
    show("init", "%d", posix_spawnattr_init(&attr));
    SHOW_READ("flags", posix_spawnattr_getflags(&attr, &flags), flags);
    show("set flags", "%d", posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK));
    SHOW_READ("flags", posix_spawnattr_getflags(&attr, &flags), flags);
    show("unknown flags", "%s", errno_name(posix_spawnattr_setflags(&attr, 0x4000)));
    SHOW_READ("group", posix_spawnattr_getpgroup(&attr, &group), group);
    show("set group", "%d", posix_spawnattr_setpgroup(&attr, 12));
    SHOW_READ("group", posix_spawnattr_getpgroup(&attr, &group), group);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    show("set mask", "%d", posix_spawnattr_setsigmask(&attr, &set));
    SHOW_READ("mask", posix_spawnattr_getsigmask(&attr, &read), sigismember(&read, SIGTERM));
    show_yes("no more", !sigismember(&read, SIGINT));
    show("set defaults", "%d", posix_spawnattr_setsigdefault(&attr, &set));
    SHOW_READ("defaults", posix_spawnattr_getsigdefault(&attr, &read), sigismember(&read, SIGTERM));
    SHOW_READ("policy", posix_spawnattr_getschedpolicy(&attr, &policy), policy);
    show("set policy", "%d", posix_spawnattr_setschedpolicy(&attr, SCHED_RR));
    SHOW_READ("policy", posix_spawnattr_getschedpolicy(&attr, &policy), policy);
    show("unknown policy", "%s", errno_name(posix_spawnattr_setschedpolicy(&attr, 77)));
    show("set parameter", "%d", posix_spawnattr_setschedparam(&attr, &param));
    SHOW_READ("parameter", posix_spawnattr_getschedparam(&attr, &read_param), read_param.sched_priority);
    show("destroy", "%d", posix_spawnattr_destroy(&attr));
}

static void actions(void)
{
    posix_spawn_file_actions_t actions;
    show("init", "%d", posix_spawn_file_actions_init(&actions));
    show("open", "%d", posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 0, 0));
    show("open as nothing", "%s", errno_name(posix_spawn_file_actions_addopen(&actions, -1, "/dev/null", 0, 0)));
    show("close", "%d", posix_spawn_file_actions_addclose(&actions, 3));
    show("close nothing", "%s", errno_name(posix_spawn_file_actions_addclose(&actions, -1)));
    show("dup2", "%d", posix_spawn_file_actions_adddup2(&actions, 1, 2));
    show("dup2 of nothing", "%s", errno_name(posix_spawn_file_actions_adddup2(&actions, -1, 2)));
    show("dup2 to nothing", "%s", errno_name(posix_spawn_file_actions_adddup2(&actions, 1, -1)));
    show("chdir", "%d", posix_spawn_file_actions_addchdir_np(&actions, "/"));
    show("destroy", "%d", posix_spawn_file_actions_destroy(&actions));
}

static void processors(void)
{
    cpu_set_t set, other;
    CPU_ZERO(&set);
    show("none", "%d %d", CPU_COUNT(&set), !!CPU_ISSET(0, &set));
    CPU_SET(0, &set);
    CPU_SET(70, &set);
    CPU_SET(5000, &set);
    show("two", "%d %d %d %d", CPU_COUNT(&set), !!CPU_ISSET(0, &set), !!CPU_ISSET(70, &set), !!CPU_ISSET(5000, &set));
    CPU_CLR(70, &set);
    other = set;
    show("one", "%d %d", CPU_COUNT(&set), !!CPU_EQUAL(&set, &other));
    show_result("affinity", sched_getaffinity(0, sizeof other, &other));
    show_yes("some", CPU_COUNT(&other) > 0);
    show_result("keep it", sched_setaffinity(0, sizeof other, &other));
    show_yes("there", sched_getcpu() >= 0);
    CPU_ZERO(&set);
    show_result("no processor", sched_setaffinity(0, sizeof set, &set));
    show_result("too small", sched_getaffinity(0, 1, &other));
    show_yes("of nobody", sched_getaffinity(0x3fffffff, sizeof other, &other) == -1 && errno == ESRCH);
}

int main(void)
{
    attributes();
    actions();
    processors();
    return 0;
}
