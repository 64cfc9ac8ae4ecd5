/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A process that is alone. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "refuse.h"

pid_t fork(void) { return refuse(ENOSYS); }
pid_t vfork(void) { return refuse(ENOSYS); }
int execl(const char *path, const char *first, ...) { return (void)path, (void)first, refuse(ENOSYS); }
int execle(const char *path, const char *first, ...) { return (void)path, (void)first, refuse(ENOSYS); }
int execlp(const char *name, const char *first, ...) { return (void)name, (void)first, refuse(ENOSYS); }
int execv(const char *path, char *const args[]) { return (void)path, (void)args, refuse(ENOSYS); }
int execvp(const char *name, char *const args[]) { return (void)name, (void)args, refuse(ENOSYS); }
int execve(const char *path, char *const args[], char *const env[])
{
    return (void)path, (void)args, (void)env, refuse(ENOSYS);
}
int daemon(int nochdir, int noclose) { return (void)nochdir, (void)noclose, refuse(ENOSYS); }

pid_t wait(int *status) { return (void)status, refuse(ECHILD); }
pid_t waitpid(pid_t process, int *status, int options)
{
    return (void)process, (void)status, (void)options, refuse(ECHILD);
}
pid_t wait3(int *status, int options, struct rusage *usage) { return (void)usage, waitpid(-1, status, options); }
pid_t wait4(pid_t process, int *status, int options, struct rusage *usage)
{
    return (void)usage, waitpid(process, status, options);
}
int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    return (void)type, (void)id, (void)info, (void)options, refuse(ECHILD);
}
FILE *popen(const char *command, const char *mode) { return (void)command, (void)mode, refuse(ENOSYS), (FILE *)NULL; }
int pclose(FILE *stream) { return (void)stream, refuse(ECHILD); }
int system(const char *command) { return command == NULL ? 0 : refuse(ENOSYS); }

/* As in wasi-libc's emulation, which a C library may lack. */
pid_t getpid(void) { return 42; }
/* As for a process in its own namespace, whose parent is outside. */
pid_t getppid(void) { return 0; }
pid_t gettid(void) { return getpid(); }
long syscall(long number, ...) { return number == SYS_gettid ? gettid() : refuse(ENOSYS); }
pid_t getpgrp(void) { return getpid(); }
pid_t getpgid(pid_t process) { return process == 0 || process == getpid() ? getpid() : refuse(ESRCH); }
pid_t getsid(pid_t process) { return getpgid(process); }
/* The program leads its session, so it can neither leave its group nor begin another session. */
int setpgid(pid_t process, pid_t group) { return (void)group, getpgid(process) < 0 ? -1 : refuse(EPERM); }
int setpgrp(void) { return 0; }
pid_t setsid(void) { return refuse(EPERM); }
int prctl(int option, ...) { return (void)option, refuse(ENOSYS); }
