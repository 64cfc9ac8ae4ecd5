/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Signals that a program sends to itself. None comes from outside: a handler runs in raise, in kill, or when a pending
   signal is unblocked. */
#ifndef COMPAT_SIGNAL_H
#define COMPAT_SIGNAL_H
#pragma GCC system_header

#ifndef _WASI_EMULATED_SIGNAL
#define _WASI_EMULATED_SIGNAL
#endif
#include_next <signal.h>
#include <__typedef_sigset_t.h>
#include <sys/types.h>
#include <time.h>

#define __NEED_pthread_t
#include <bits/alltypes.h>

#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

#define SA_NOCLDSTOP 1
#define SA_NOCLDWAIT 2
#define SA_SIGINFO 4
#define SA_ONSTACK 0x08000000
#define SA_RESTART 0x10000000
#define SA_NODEFER 0x40000000
#define SA_RESETHAND 0x80000000
#define SA_NOMASK SA_NODEFER
#define SA_ONESHOT SA_RESETHAND

#define SI_USER 0
#define SI_QUEUE (-1)
#define SI_TKILL (-6)

#define CLD_EXITED 1
#define CLD_KILLED 2
#define CLD_DUMPED 3
#define CLD_TRAPPED 4
#define CLD_STOPPED 5
#define CLD_CONTINUED 6

#ifndef SIGCLD
#define SIGCLD SIGCHLD
#endif
#ifndef SIGRTMIN
#define SIGRTMIN 35
#define SIGRTMAX 64
#endif
#ifndef NSIG
#define NSIG _NSIG
#endif

union sigval {
    int sival_int;
    void *sival_ptr;
};

typedef union sigval sigval_t;

typedef struct {
    int si_signo, si_errno, si_code;
    pid_t si_pid;
    uid_t si_uid;
    int si_status;
    void *si_addr;
    union sigval si_value;
} siginfo_t;
#define si_ptr si_value.sival_ptr
#define si_int si_value.sival_int

struct sigaction {
    union {
        void (*sa_handler)(int);
        void (*sa_sigaction)(int, siginfo_t *, void *);
    } __sa_handler;
    sigset_t sa_mask;
    int sa_flags;
    void (*sa_restorer)(void);
};
#define sa_handler __sa_handler.sa_handler
#define sa_sigaction __sa_handler.sa_sigaction

typedef struct {
    void *ss_sp;
    int ss_flags;
    size_t ss_size;
} stack_t;
#define SS_ONSTACK 1
#define SS_DISABLE 2
#define MINSIGSTKSZ 2048
#define SIGSTKSZ 8192

#ifdef __cplusplus
extern "C" {
#endif

int sigaction(int, const struct sigaction *__restrict, struct sigaction *__restrict);
int sigprocmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int pthread_sigmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int sigpending(sigset_t *);
int sigemptyset(sigset_t *);
int sigfillset(sigset_t *);
int sigaddset(sigset_t *, int);
int sigdelset(sigset_t *, int);
int sigismember(const sigset_t *, int);
int siginterrupt(int, int);
/* WebAssembly has no alternative stack: ENOSYS. */
int sigaltstack(const stack_t *__restrict, stack_t *__restrict);
/* BSD's masks, of the first 32 signals. */
#define sigmask(number) (1 << ((number) - 1))
int sigblock(int);
int sigsetmask(int);

/* These take a pending signal. If none is pending, none can come: they fail with ENOSYS instead of waiting for ever, and
   sigtimedwait waits until its time and fails with EAGAIN. */
int sigsuspend(const sigset_t *);
int sigwait(const sigset_t *__restrict, int *__restrict);
int sigwaitinfo(const sigset_t *__restrict, siginfo_t *__restrict);
int sigtimedwait(const sigset_t *__restrict, siginfo_t *__restrict, const struct timespec *__restrict);

/* Sends to the program itself; ESRCH for every other process. */
int kill(pid_t, int);
int killpg(pid_t, int);
/* EAGAIN if a signal with the same number, from SIGRTMIN on, is pending already. */
int sigqueue(pid_t, int, const union sigval);

/* Sends to the only thread; ESRCH for any other. */
int pthread_kill(pthread_t, int);

#ifdef __cplusplus
}
#endif

#endif
