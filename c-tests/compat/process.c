// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A process without children: what it is told of them, of itself, and of what it may use. */
#include "../observe.h"
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void show_no_child(const char *label, int result) { show_yes(label, result == -1 && errno == ECHILD); }

int main(void)
{
    struct rlimit limit;
    struct rusage usage;
    siginfo_t info;
    int status = 0;
    char bytes[600] = "";
    show_no_child("wait", wait(&status));
    show_no_child("waitpid", waitpid(-1, &status, WNOHANG));
    show_no_child("wait4", wait4(-1, &status, 0, &usage));
    show_no_child("waitid", waitid(P_ALL, 0, &info, WEXITED));
    show("exited", "%d %d %d", WIFEXITED(0x300), WEXITSTATUS(0x300), WIFSIGNALED(0x300));
    show("killed", "%d %d %d", WIFEXITED(9), WIFSIGNALED(9), WTERMSIG(9));
    show("stopped", "%d %d %d", WIFSTOPPED(0x137f), WSTOPSIG(0x137f), WIFCONTINUED(0xffff));
    show_yes("group", getpgrp() == getpgid(0) && getpgid(getpid()) == getpgrp());
    show_yes("nobody's group", getpgid(0x3fffffff) == -1 && errno == ESRCH);
    show_result("getrlimit", getrlimit(RLIMIT_NOFILE, &limit));
    show_yes("  enough", limit.rlim_cur >= 256 && limit.rlim_max >= limit.rlim_cur);
    show_yes("  as sysconf says", (rlim_t)sysconf(_SC_OPEN_MAX) == limit.rlim_cur);
    show_result("getrlimit of nothing", getrlimit(77, &limit));
    show_result("getrusage", getrusage(RUSAGE_SELF, &usage));
    show_result("getrusage of children", getrusage(RUSAGE_CHILDREN, &usage));
    show_yes("  nothing", usage.ru_utime.tv_sec == 0 && usage.ru_maxrss == 0);
    show_result("getrusage of nobody", getrusage(77, &usage));
    show_yes("nice is the priority", nice(0) == getpriority(PRIO_PROCESS, 0));
    show_yes("  of nobody", getpriority(PRIO_PROCESS, 0x3fffffff) == -1 && errno == ESRCH);
    show_result("  of nothing", getpriority(77, 0));
    show_result("getrandom", getrandom(bytes, sizeof bytes, 0));
    show_result("getrandom with unknown flags", getrandom(bytes, sizeof bytes, 0x1000));
    int any = 0;
    for (size_t i = 500; i < sizeof bytes; i++)
        any |= bytes[i];
    show_yes("  to the end", any != 0);
    show_yes("secure_getenv", secure_getenv("NO_SUCH_VARIABLE") == NULL);
    return 0;
}
