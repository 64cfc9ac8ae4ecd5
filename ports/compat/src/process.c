/* A process that is alone. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int refuse(int error)
{
    errno = error;
    return -1;
}

int dup(int fd) { return (void)fd, refuse(ENOSYS); }
int dup3(int from, int to, int flags) { return (void)from, (void)to, (void)flags, refuse(ENOSYS); }
/* Within one process a pipe serves to wake a loop, and so does a pair of sockets. */
int pipe2(int fds[2], int flags)
{
    if (flags & ~(O_NONBLOCK | O_CLOEXEC))
        return refuse(EINVAL);
    return socketpair(AF_UNIX, SOCK_STREAM | (flags & O_NONBLOCK ? SOCK_NONBLOCK : 0), 0, fds);
}
int pipe(int fds[2]) { return pipe2(fds, 0); }

pid_t fork(void) { return refuse(ENOSYS); }
pid_t vfork(void) { return refuse(ENOSYS); }
int execl(const char *path, const char *first, ...) { return (void)path, (void)first, refuse(ENOSYS); }
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
FILE *popen(const char *command, const char *mode) { return (void)command, (void)mode, refuse(ENOSYS), (FILE *)NULL; }
int pclose(FILE *stream) { return (void)stream, refuse(ECHILD); }

/* As of a process in a namespace of its own, whose parent is outside. */
pid_t getppid(void) { return 0; }
pid_t getpgrp(void) { return getpid(); }
pid_t getpgid(pid_t process) { return process == 0 || process == getpid() ? getpid() : refuse(ESRCH); }
pid_t getsid(pid_t process) { return getpgid(process); }
int setpgid(pid_t process, pid_t group) { return (void)process, (void)group, refuse(EPERM); }
/* It leads its group already. */
pid_t setsid(void) { return refuse(EPERM); }
int nice(int change) { return (void)change, refuse(EPERM); }

int getrlimit(int resource, struct rlimit *limit)
{
    if (resource != RLIMIT_NOFILE)
        return refuse(EINVAL);
    limit->rlim_cur = limit->rlim_max = FD_SETSIZE;
    return 0;
}

int setrlimit(int resource, const struct rlimit *limit) { return (void)resource, (void)limit, refuse(EPERM); }
int getpagesize(void) { return 65536; }
int getdtablesize(void) { return FD_SETSIZE; }

#undef sysconf
long compat_sysconf(int name) { return name == _SC_OPEN_MAX ? FD_SETSIZE : sysconf(name); }
