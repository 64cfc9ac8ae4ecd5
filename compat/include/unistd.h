/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
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

/* A descriptor has one number: ENOSYS. Only /dev/null can replace another descriptor by dup2. */
int dup(int);
int dup2(int, int) __asm__("compat_dup2");
int dup3(int, int, int);
/* Makes a pair of sockets, which suffices to wake an event loop. */
int pipe(int[2]) __asm__("compat_pipe");
int pipe2(int[2], int) __asm__("compat_pipe2");

/* The host starts no other processes: ENOSYS. */
pid_t fork(void);
pid_t vfork(void);
int execl(const char *, const char *, ...);
int execle(const char *, const char *, ...);
int execlp(const char *, const char *, ...);
int execv(const char *, char *const[]);
int execve(const char *, char *const[], char *const[]);
int execvp(const char *, char *const[]);
int daemon(int, int);

/* The program is the leader of its session and group; its parent is outside. */
pid_t getppid(void);
pid_t getpgrp(void);
pid_t getpgid(pid_t);
int setpgid(pid_t, pid_t);
int setpgrp(void);
pid_t setsid(void);
pid_t gettid(void);
/* See <sys/syscall.h>. */
long syscall(long, ...);
pid_t getsid(pid_t);
pid_t tcgetpgrp(int);
int tcsetpgrp(int, pid_t);
/* They never send a signal, and write that to stderr. */
unsigned alarm(unsigned);
unsigned ualarm(unsigned, unsigned);
/* ENOSYS: no signal could end the wait. */
int pause(void);
int nice(int);

/* The only user is 1000 and cannot become another: EPERM. */
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
int setresuid(uid_t, uid_t, uid_t);
int setresgid(gid_t, gid_t, gid_t);
int getresuid(uid_t *, uid_t *, uid_t *);
int getresgid(gid_t *, gid_t *, gid_t *);
int getgroups(int, gid_t[]);
int setgroups(size_t, const gid_t *);
char *getlogin(void);
int getlogin_r(char *, size_t);
char *getpass(const char *);
char *ttyname(int);
int ttyname_r(int, char *, size_t);
char *ctermid(char *);

/* Files have no owners and no locks here: ENOTSUP. */
int chown(const char *, uid_t, gid_t);
int fchown(int, uid_t, gid_t);
int lchown(const char *, uid_t, gid_t);
int fchownat(int, const char *, uid_t, gid_t, int);
int lockf(int, int, off_t);
#ifndef F_LOCK
#define F_ULOCK 0
#define F_LOCK 1
#define F_TLOCK 2
#define F_TEST 3
#endif
int eaccess(const char *, int);
int euidaccess(const char *, int);
int chroot(const char *);
int fchdir(int);
void sync(void);
int getpagesize(void);
int getdtablesize(void);

/* wasi-libc reports no limit of descriptors, by which programs size tables. _SC_OPEN_MAX is FD_SETSIZE, as for select. */
long sysconf(int) __asm__("compat_sysconf");

/* Removes the descriptor from the sets of <sys/epoll.h>, then calls the C library's close. */
int close(int) __asm__("compat_close");

#ifdef __cplusplus
}
#endif

#endif
