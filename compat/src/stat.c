/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The host tells a file's type, but neither permissions nor owner. It is reported as the user's, who may use it and nobody
   else, as there is nobody else. Programs that keep secrets in files insist on that. Whether a file can be read or written,
   open says. */
#include <sys/stat.h>
#include <unistd.h>

int host_stat(const char *path, struct stat *it) __asm__("stat");
int host_lstat(const char *path, struct stat *it) __asm__("lstat");
int host_fstat(int fd, struct stat *it) __asm__("fstat");
int host_fstatat(int at, const char *path, struct stat *it, int flags) __asm__("fstatat");

static int completed(int result, struct stat *it)
{
    if (result == 0 && (it->st_mode & 07777) == 0) {
        it->st_mode |= S_ISDIR(it->st_mode) ? 0700 : S_ISLNK(it->st_mode) || S_ISSOCK(it->st_mode) ? 0777 : 0600;
        it->st_uid = getuid();
        it->st_gid = getgid();
    }
    return result;
}

int stat(const char *path, struct stat *it) { return completed(host_stat(path, it), it); }
int lstat(const char *path, struct stat *it) { return completed(host_lstat(path, it), it); }
int fstat(int fd, struct stat *it) { return completed(host_fstat(fd, it), it); }
int fstatat(int at, const char *path, struct stat *it, int flags) { return completed(host_fstatat(at, path, it, flags), it); }
