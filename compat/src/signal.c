/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Signals that a program sends to itself. All functions are here, so that wasi-libc's emulation is not linked, which has
   neither masks nor sigaction. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "refuse.h"

static struct sigaction actions[NSIG];
static sigset_t blocked, pending;
/* The senders and values of pending signals. */
static siginfo_t waiting[NSIG];

/* SIG_IGN and SIG_ERR are these functions, by their addresses. */
void __SIG_IGN(int number) { (void)number; }
void __SIG_ERR(int number) { (void)number, abort(); }

static int valid(int number)
{
    return number > 0 && number < NSIG ? 1 : (refuse(EINVAL), 0);
}

static sigset_t bit(int number) { return 1ULL << (number - 1); }

/* Linux's default for a signal. The exit status is 128 plus the number, as a shell reports a process that a signal has
   ended. */
static void by_default(int number)
{
    switch (number) {
    case SIGCHLD: case SIGCONT: case SIGURG: case SIGWINCH: return;
    case SIGSTOP: case SIGTSTP: case SIGTTIN: case SIGTTOU:
        fprintf(stderr, "signal %d would stop the program, which nothing could continue\n", number);
        return;
    case SIGQUIT: case SIGILL: case SIGTRAP: case SIGABRT: case SIGBUS: case SIGFPE: case SIGSEGV: case SIGXCPU:
    case SIGXFSZ: case SIGSYS:
        fprintf(stderr, "signal %d aborts the program\n", number);
        abort();
    default:
        fprintf(stderr, "signal %d ends the program\n", number);
        _exit(128 + number);
    }
}

static void release_pending(void);

static void deliver(siginfo_t info)
{
    int number = info.si_signo;
    struct sigaction action = actions[number];
    sigset_t before = blocked;
    if (!(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN)
        return;
    if (!(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_DFL)
        return by_default(number);
    if (action.sa_flags & (int)SA_RESETHAND)
        actions[number] = (struct sigaction){.sa_handler = SIG_DFL};
    blocked |= action.sa_mask | (action.sa_flags & SA_NODEFER ? 0 : bit(number));
    /* As on Linux, other signals that are unblocked now run first. */
    release_pending();
    if (action.sa_flags & SA_SIGINFO)
        action.sa_sigaction(number, &info, NULL);
    else
        action.sa_handler(number);
    blocked = before;
    release_pending();
}

static void release_pending(void)
{
    for (int number = 1; number < NSIG; number++) {
        if (pending & ~blocked & bit(number)) {
            pending &= ~bit(number);
            deliver(waiting[number]);
        }
    }
}

static void set_mask(sigset_t mask)
{
    blocked = mask & ~(bit(SIGKILL) | bit(SIGSTOP));
    release_pending();
}

/* The code is SI_USER for kill, SI_TKILL for raise, SI_QUEUE for sigqueue. */
static int send(int number, int code, union sigval value)
{
    if (number != 0 && !valid(number))
        return -1;
    if (number == 0)
        return 0;
    siginfo_t info = {.si_signo = number, .si_code = code, .si_pid = getpid(), .si_uid = getuid(), .si_value = value};
    if (!(blocked & bit(number)))
        return deliver(info), 0;
    if (!(pending & bit(number)))
        waiting[number] = info;
    pending |= bit(number);
    return 0;
}

static const union sigval nothing;

int raise(int number) { return send(number, SI_TKILL, nothing); }

/* 0 and -1 are groups with the program as the only member; -1 excludes the program itself. */
static int is_oneself(pid_t process) { return process == getpid() || process == 0 || process == -getpid(); }

int kill(pid_t process, int number)
{
    if (number < 0 || number >= NSIG)
        return refuse(EINVAL);
    return is_oneself(process) ? send(number, SI_USER, nothing) : refuse(ESRCH);
}

/* One signal of each number is kept. Linux queues several from SIGRTMIN on; here a second one is refused. */
int sigqueue(pid_t process, int number, const union sigval value)
{
    if (number < 0 || number >= NSIG)
        return refuse(EINVAL);
    if (process != getpid())
        return refuse(ESRCH);
    if (number >= SIGRTMIN && pending & bit(number))
        return refuse(EAGAIN);
    return send(number, SI_QUEUE, value);
}

int killpg(pid_t group, int number) { return group < 0 ? refuse(EINVAL) : kill(-group, number); }

int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
    if (!valid(number))
        return -1;
    if (action != NULL && (number == SIGKILL || number == SIGSTOP))
        return refuse(EINVAL);
    struct sigaction before = actions[number];
    if (action != NULL) {
        actions[number] = *action;
        if (!(action->sa_flags & SA_SIGINFO) && action->sa_handler == SIG_IGN)
            pending &= ~bit(number);
    }
    if (old != NULL)
        *old = before;
    return 0;
}

/* As in BSD and glibc: the handler stays installed, and its signal is blocked while it runs. */
void (*signal(int number, void (*handler)(int)))(int)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
    return sigaction(number, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

void (*bsd_signal(int number, void (*handler)(int)))(int) { return signal(number, handler); }

void (*__sysv_signal(int number, void (*handler)(int)))(int)
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND | SA_NODEFER}, old;
    return sigaction(number, &action, &old) == 0 ? old.sa_handler : SIG_ERR;
}

int siginterrupt(int number, int interrupts)
{
    if (!valid(number))
        return -1;
    actions[number].sa_flags &= ~SA_RESTART;
    actions[number].sa_flags |= interrupts ? 0 : SA_RESTART;
    return 0;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    if (old != NULL)
        *old = blocked;
    if (set == NULL)
        return 0;
    switch (how) {
    case SIG_BLOCK: set_mask(blocked | *set); break;
    case SIG_UNBLOCK: set_mask(blocked & ~*set); break;
    case SIG_SETMASK: set_mask(*set); break;
    default: return refuse(EINVAL);
    }
    return 0;
}

/* BSD's sets are the low half. */
int sigblock(int set)
{
    sigset_t before = blocked;
    return set_mask(blocked | (unsigned)set), (int)before;
}

int sigsetmask(int set)
{
    sigset_t before = blocked;
    return set_mask((unsigned)set), (int)before;
}

int sigaltstack(const stack_t *next, stack_t *old) { return (void)next, (void)old, refuse(ENOSYS); }

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old) { return sigprocmask(how, set, old) == 0 ? 0 : errno; }
int sigpending(sigset_t *set) { return *set = pending, 0; }

int sigsuspend(const sigset_t *set)
{
    if (!(pending & ~*set))
        return refuse(ENOSYS);
    sigset_t before = blocked;
    set_mask(*set);
    set_mask(before);
    return refuse(EINTR);
}

/* The lowest one that is pending, or 0. */
static int take(const sigset_t *set, siginfo_t *info)
{
    for (int number = 1; number < NSIG; number++) {
        if (pending & *set & bit(number)) {
            pending &= ~bit(number);
            if (info != NULL)
                *info = waiting[number];
            return number;
        }
    }
    return 0;
}

int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
    int number = take(set, info);
    return number != 0 ? number : refuse(ENOSYS);
}

int sigwait(const sigset_t *set, int *number) { return (*number = take(set, NULL)) != 0 ? 0 : ENOSYS; }

int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *time)
{
    int number = take(set, info);
    if (number != 0)
        return number;
    if (time->tv_nsec < 0 || time->tv_nsec >= 1000000000)
        return refuse(EINVAL);
    nanosleep(time, NULL);
    return refuse(EAGAIN);
}
