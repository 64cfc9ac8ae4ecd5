// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Signals that a program sends to itself: handlers, masks, what is pending, and who may be told. */
#include "../observe.h"
#include <signal.h>

static int caught[8], count;

static void note(int number) { caught[count++ % 8] = number; }

static void inform(int number, siginfo_t *info, void *context)
{
    (void)context;
    note(number);
    show_yes("  si_signo", info->si_signo == number);
    show_yes("  si_pid is one's own", info->si_pid == getpid());
    show("  si_code", "%s", info->si_code == SI_USER ? "SI_USER" : info->si_code == SI_TKILL ? "SI_TKILL" : "another");
}

static int depth, deepest;

static void again(int number)
{
    note(number);
    if (++depth > deepest)
        deepest = depth;
    if (count < 3)
        raise(number);
    depth--;
}

static void fail_inside(int number)
{
    note(number);
    errno = EDOM;
}

static void show_caught(const char *label)
{
    printf("%s:", label);
    for (int i = 0; i < count; i++)
        printf(" %s", caught[i] == SIGUSR1 ? "USR1" : caught[i] == SIGUSR2 ? "USR2" : caught[i] == SIGTERM ? "TERM" : "other");
    printf("\n");
    count = 0;
}

static void use(int number, void (*handler)(int), int flags)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    require(sigaction(number, &action, NULL) == 0, "sigaction");
}

static void actions(void)
{
    struct sigaction action = {.sa_handler = note}, old;
    show_result("sigaction", sigaction(SIGUSR1, &action, &old));
    show_yes("  it was SIG_DFL", old.sa_handler == SIG_DFL);
    show_result("sigaction to read", sigaction(SIGUSR1, NULL, &old));
    show_yes("  it is the handler", old.sa_handler == note);
    show_result("raise", raise(SIGUSR1));
    show_result("kill", kill(getpid(), SIGUSR1));
    show_result("kill the group", kill(0, 0));
    show_caught("caught");
    show_yes("signal returns the last handler", signal(SIGUSR1, SIG_IGN) == note);
    show_yes("sigaction knows what signal did", sigaction(SIGUSR1, NULL, &old) == 0 && old.sa_handler == SIG_IGN);
    show_result("raise what is ignored", raise(SIGUSR1));
    show_yes("signal returns SIG_IGN", signal(SIGUSR1, SIG_DFL) == SIG_IGN);
    show_result("raise what is ignored by default", raise(SIGCHLD));
    signal(SIGUSR1, note);
    raise(SIGUSR1);
    raise(SIGUSR1);
    show_caught("signal keeps the handler");
}

static void flags(void)
{
    struct sigaction old, action = {.sa_sigaction = inform, .sa_flags = SA_SIGINFO};
    use(SIGUSR1, note, SA_RESETHAND);
    raise(SIGUSR1);
    show_yes("SA_RESETHAND", sigaction(SIGUSR1, NULL, &old) == 0 && old.sa_handler == SIG_DFL);
    show_caught("caught");
    require(sigaction(SIGUSR1, &action, NULL) == 0, "sigaction");
    raise(SIGUSR1);
    kill(getpid(), SIGUSR1);
    show_caught("SA_SIGINFO");
    use(SIGUSR1, again, 0);
    raise(SIGUSR1);
    show_caught("raised inside");
    show_int("deepest", deepest);
    use(SIGUSR1, again, SA_NODEFER);
    raise(SIGUSR1);
    show_caught("raised inside with SA_NODEFER");
    show_int("deepest", deepest);
    use(SIGUSR1, fail_inside, 0);
    errno = 0;
    raise(SIGUSR1);
    show("errno after a handler", "%s", errno_name(errno));
    count = 0;
}

static void masks(void)
{
    sigset_t set, old, pending;
    use(SIGUSR1, note, 0);
    use(SIGUSR2, note, 0);
    sigemptyset(&set);
    show_result("sigaddset", sigaddset(&set, SIGUSR1));
    show_result("sigaddset", sigaddset(&set, SIGUSR2));
    show_result("sigismember", sigismember(&set, SIGUSR1));
    show_result("sigismember of another", sigismember(&set, SIGTERM));
    show_result("sigprocmask", sigprocmask(SIG_BLOCK, &set, &old));
    show_result("  nothing was blocked", sigismember(&old, SIGUSR1));
    raise(SIGUSR2);
    raise(SIGUSR1);
    raise(SIGUSR1);
    show_caught("while blocked");
    show_result("sigpending", sigpending(&pending));
    show_result("  USR1", sigismember(&pending, SIGUSR1));
    show_result("  TERM", sigismember(&pending, SIGTERM));
    show_result("sigprocmask", sigprocmask(SIG_SETMASK, &old, NULL));
    show_caught("afterwards");
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    signal(SIGUSR1, SIG_IGN);
    sigpending(&pending);
    show_result("ignored, it is no longer pending", sigismember(&pending, SIGUSR1));
    signal(SIGUSR1, note);
    raise(SIGUSR1);
    sigfillset(&old);
    sigdelset(&old, SIGUSR1);
    show_result("sigsuspend", sigsuspend(&old));
    show_caught("  caught");
    sigprocmask(SIG_SETMASK, NULL, &old);
    show_result("  blocked again", sigismember(&old, SIGUSR1));
    show_result("sigprocmask with another how", sigprocmask(77, &set, NULL));
}

static void waits(void)
{
    sigset_t set;
    siginfo_t info;
    struct timespec soon = {0, 20000000}, wrong = {0, 1000000000};
    int number = 0;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_SETMASK, &set, NULL);
    raise(SIGTERM);
    raise(SIGUSR1);
    show_int("sigwait", sigwait(&set, &number));
    show_yes("  the lower one", number == SIGUSR1);
    show_yes("sigwaitinfo", sigwaitinfo(&set, &info) == SIGTERM && info.si_signo == SIGTERM);
    raise(SIGTERM);
    show_yes("sigtimedwait", sigtimedwait(&set, &info, &soon) == SIGTERM);
    show_result("sigtimedwait for nothing", sigtimedwait(&set, &info, &soon));
    show_result("sigtimedwait with a wrong time", sigtimedwait(&set, &info, &wrong));
    show_caught("no handler ran");
}

static void inform_of_value(int number, siginfo_t *info, void *context)
{
    (void)context;
    show("  value", "%d %d", number - SIGRTMIN, info->si_value.sival_int);
    show_yes("  si_code is SI_QUEUE", info->si_code == SI_QUEUE);
}

static void values(void)
{
    struct sigaction action = {.sa_sigaction = inform_of_value, .sa_flags = SA_SIGINFO};
    union sigval value = {.sival_int = 7};
    sigset_t set;
    siginfo_t info;
    int number = SIGRTMIN + 1;
    require(sigaction(number, &action, NULL) == 0, "sigaction");
    show_result("sigqueue", sigqueue(getpid(), number, value));
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_SETMASK, &set, NULL);
    value.sival_int = 8;
    show_result("sigqueue while blocked", sigqueue(getpid(), number, value));
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_SETMASK, &set, NULL);
    value.sival_int = 9;
    show_result("sigqueue to wait for", sigqueue(getpid(), SIGTERM, value));
    kill(getpid(), SIGTERM);
    show_yes("sigwaitinfo", sigwaitinfo(&set, &info) == SIGTERM);
    show("  value", "%d %d", info.si_value.sival_int, info.si_code == SI_QUEUE);
    show_result("sigqueue(0)", sigqueue(getpid(), 0, value));
    show_result("sigqueue of none", sigqueue(getpid(), 100, value));
    show_result("sigqueue to nobody", sigqueue(0x3fffffff, SIGTERM, value));
}

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static void bsd_masks(void)
{
    use(SIGUSR1, note, 0);
    sigsetmask(0);
    show_yes("sigblock", sigblock(1 << (SIGUSR1 - 1)) == 0);
    raise(SIGUSR1);
    show_caught("while blocked");
    show_yes("sigsetmask", sigsetmask(0) == 1 << (SIGUSR1 - 1));
    show_caught("afterwards");
}

static void errors(void)
{
    struct sigaction action = {.sa_handler = note};
    sigset_t set;
    sigemptyset(&set);
    show_result("raise(0)", raise(0));
    show_result("raise(-1)", raise(-1));
    show_result("kill with 100", kill(getpid(), 100));
    show_result("kill nobody", kill(0x3fffffff, SIGTERM));
    show_result("sigaction(0)", sigaction(0, &action, NULL));
    show_result("sigaction(65)", sigaction(65, &action, NULL));
    show_result("sigaction(SIGKILL)", sigaction(SIGKILL, &action, NULL));
    show_result("to read SIGKILL's", sigaction(SIGKILL, NULL, &action));
    show_yes("signal(SIGSTOP)", signal(SIGSTOP, note) == SIG_ERR);
    show_result("sigaddset(0)", sigaddset(&set, 0));
    show_result("sigismember(65)", sigismember(&set, 65));
    show_result("sigdelset(-1)", sigdelset(&set, -1));
}

int main(void)
{
    actions();
    flags();
    masks();
    waits();
    values();
    bsd_masks();
    errors();
    return 0;
}
