/* Signals that a program sends to itself, over wasi-libc's signal and raise. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>

static struct sigaction actions[NSIG];
static sigset_t blocked, pending;

static int valid(int number)
{
    if (number > 0 && number < NSIG)
        return 1;
    errno = EINVAL;
    return 0;
}

static sigset_t bit(int number)
{
    return 1ULL << (number - 1);
}

static void deliver(int number)
{
    struct sigaction action = actions[number];
    sigset_t before = blocked;
    siginfo_t info = {.si_signo = number, .si_pid = getpid(), .si_uid = getuid()};
    if (action.sa_flags & SA_RESETHAND)
        actions[number] = (struct sigaction){.sa_handler = SIG_DFL};
    else
        signal(number, deliver);
    blocked |= action.sa_mask | (action.sa_flags & SA_NODEFER ? 0 : bit(number));
    if (action.sa_flags & SA_SIGINFO)
        action.sa_sigaction(number, &info, NULL);
    else
        action.sa_handler(number);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

static int handled(const struct sigaction *action)
{
    return action->sa_flags & SA_SIGINFO || (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN);
}

int sigaction(int number, const struct sigaction *action, struct sigaction *old)
{
    if (!valid(number))
        return -1;
    if (action != NULL && (number == SIGKILL || number == SIGSTOP))
        return errno = EINVAL, -1;
    if (old != NULL)
        *old = actions[number];
    if (action == NULL)
        return 0;
    actions[number] = *action;
    return signal(number, handled(action) ? deliver : action->sa_handler) == SIG_ERR ? -1 : 0;
}

int kill(pid_t process, int number)
{
    if (number != 0 && !valid(number))
        return -1;
    if (process != getpid() && process != 0)
        return errno = ESRCH, -1;
    if (number == 0)
        return 0;
    if (blocked & bit(number)) {
        pending |= bit(number);
        return 0;
    }
    return raise(number);
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    if (old != NULL)
        *old = blocked;
    if (set == NULL)
        return 0;
    switch (how) {
    case SIG_BLOCK: blocked |= *set; break;
    case SIG_UNBLOCK: blocked &= ~*set; break;
    case SIG_SETMASK: blocked = *set; break;
    default: return errno = EINVAL, -1;
    }
    blocked &= ~(bit(SIGKILL) | bit(SIGSTOP));
    for (int number = 1; number < NSIG; number++) {
        if (pending & ~blocked & bit(number)) {
            pending &= ~bit(number);
            raise(number);
        }
    }
    return 0;
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    return sigprocmask(how, set, old) == 0 ? 0 : errno;
}

int sigpending(sigset_t *set)
{
    *set = pending;
    return 0;
}

int sigsuspend(const sigset_t *set)
{
    (void)set;
    return errno = ENOSYS, -1;
}

int sigemptyset(sigset_t *set)
{
    *set = 0;
    return 0;
}

int sigfillset(sigset_t *set)
{
    *set = ~0ULL;
    return 0;
}

int sigaddset(sigset_t *set, int number)
{
    return valid(number) ? (*set |= bit(number), 0) : -1;
}

int sigdelset(sigset_t *set, int number)
{
    return valid(number) ? (*set &= ~bit(number), 0) : -1;
}

int sigismember(const sigset_t *set, int number)
{
    return valid(number) ? (*set & bit(number)) != 0 : -1;
}

unsigned alarm(unsigned seconds)
{
    if (seconds != 0)
        fprintf(stderr, "compat: no signal can come from outside, so alarm(%u) will not ring\n", seconds);
    return 0;
}

int pause(void)
{
    return errno = ENOSYS, -1;
}

int getitimer(int which, struct itimerval *now)
{
    (void)which, (void)now;
    return errno = ENOSYS, -1;
}

int setitimer(int which, const struct itimerval *next, struct itimerval *old)
{
    (void)which, (void)next, (void)old;
    return errno = ENOSYS, -1;
}
