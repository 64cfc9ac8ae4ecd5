/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A descriptor has one number. A second one for /dev/null is possible, because opening it again has the same effect. */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/libc.h>

#include "refuse.h"

static const char null[] = "/dev/null";

static int is_null(int fd)
{
    struct stat here, there;
    return fstat(fd, &here) == 0 && stat(null, &there) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

int dup2(int from, int to)
{
    if (fcntl(from, F_GETFL) < 0)
        return -1;
    if (from == to)
        return to;
    if (!is_null(from))
        return refuse(ENOSYS);
    int again = open(null, fcntl(from, F_GETFL));
    if (again < 0)
        return -1;
    if (again == to)
        return to;
    return __wasilibc_fd_renumber(again, to) == 0 ? to : -1;
}

int dup3(int from, int to, int flags)
{
    if (from == to || (flags & ~O_CLOEXEC))
        return refuse(EINVAL);
    return dup2(from, to);
}

int dup(int fd) { return fcntl(fd, F_GETFL) < 0 ? -1 : refuse(ENOSYS); }

/* Within one process a pipe wakes an event loop, and a pair of sockets does the same. */
int pipe2(int fds[2], int flags)
{
    if (flags & ~(O_NONBLOCK | O_CLOEXEC))
        return refuse(EINVAL);
    return socketpair(AF_UNIX, SOCK_STREAM | (flags & O_NONBLOCK ? SOCK_NONBLOCK : 0), 0, fds);
}

int pipe(int fds[2]) { return pipe2(fds, 0); }

/* The plain symbols, for a configure script that checks for the functions without a declaration. */
int plain_dup2(int, int) __asm__("dup2");
int plain_pipe(int[2]) __asm__("pipe");
int plain_pipe2(int[2], int) __asm__("pipe2");
int plain_dup2(int from, int to) { return dup2(from, to); }
int plain_pipe(int fds[2]) { return pipe(fds); }
int plain_pipe2(int fds[2], int flags) { return pipe2(fds, flags); }
