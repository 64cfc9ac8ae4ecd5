#ifndef COMPAT_UNISTD_H
#define COMPAT_UNISTD_H
#pragma GCC system_header

#ifndef _WASI_EMULATED_GETPID
#define _WASI_EMULATED_GETPID
#endif
#include_next <unistd.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

int dup(int);
int dup2(int, int);
int dup3(int, int, int);
int pipe(int[2]);
int pipe2(int[2], int);

pid_t fork(void);
pid_t vfork(void);
int execl(const char *, const char *, ...);
int execlp(const char *, const char *, ...);
int execv(const char *, char *const[]);
int execve(const char *, char *const[], char *const[]);
int execvp(const char *, char *const[]);
int daemon(int, int);
pid_t getppid(void);
pid_t getpgrp(void);
pid_t getpgid(pid_t);
int setpgid(pid_t, pid_t);
pid_t setsid(void);
pid_t getsid(pid_t);
pid_t tcgetpgrp(int);
int tcsetpgrp(int, pid_t);
unsigned alarm(unsigned);
int pause(void);
int nice(int);

uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
int setuid(uid_t);
int seteuid(uid_t);
int setreuid(uid_t, uid_t);
int setgid(gid_t);
int setegid(gid_t);
int setregid(gid_t, gid_t);
int getgroups(int, gid_t[]);
int setgroups(size_t, const gid_t *);
char *getlogin(void);
char *getpass(const char *);
char *ttyname(int);

int chown(const char *, uid_t, gid_t);
int fchown(int, uid_t, gid_t);
int lchown(const char *, uid_t, gid_t);
int chroot(const char *);
int fchdir(int);
void sync(void);
int getpagesize(void);
int getdtablesize(void);

/* wasi-libc knows no limit to descriptors; programs lay out tables by it. _SC_OPEN_MAX is what select takes. */
long compat_sysconf(int);
#define sysconf compat_sysconf

#ifdef __cplusplus
}
#endif

#endif
