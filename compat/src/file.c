/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Files without modes and owners. */
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "refuse.h"

mode_t umask(mode_t mask)
{
    static mode_t current = 022;
    mode_t old = current;
    current = mask & 0777;
    return old;
}

int chmod(const char *path, mode_t mode) { return (void)path, (void)mode, refuse(ENOTSUP); }
int fchmod(int fd, mode_t mode) { return (void)fd, (void)mode, refuse(ENOTSUP); }
int chown(const char *path, uid_t user, gid_t group) { return (void)path, (void)user, (void)group, refuse(ENOTSUP); }
int lchown(const char *path, uid_t user, gid_t group) { return (void)path, (void)user, (void)group, refuse(ENOTSUP); }
int fchown(int fd, uid_t user, gid_t group) { return (void)fd, (void)user, (void)group, refuse(ENOTSUP); }
int mkfifo(const char *path, mode_t mode) { return (void)path, (void)mode, refuse(ENOTSUP); }
int mknod(const char *path, mode_t mode, dev_t device) { return (void)path, (void)mode, (void)device, refuse(ENOTSUP); }
int fchownat(int at, const char *path, uid_t user, gid_t group, int flags)
{
    return (void)at, (void)path, (void)user, (void)group, (void)flags, refuse(ENOTSUP);
}
/* The host has no locks that other programs respect. */
int flock(int fd, int operation) { return (void)operation, fcntl(fd, F_GETFL) < 0 ? -1 : refuse(ENOTSUP); }
int lockf(int fd, int operation, off_t size) { return (void)size, flock(fd, operation); }
int eaccess(const char *path, int mode) { return access(path, mode); }
int euidaccess(const char *path, int mode) { return access(path, mode); }
int chroot(const char *path) { return (void)path, refuse(EPERM); }
int fchdir(int fd) { return (void)fd, refuse(ENOSYS); }
/* The program holds nothing back: the host has written data at once. */
void sync(void) {}
