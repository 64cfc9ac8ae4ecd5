// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* stat: the type, the permissions of a file that is the user's alone, and the owner, by each of its functions.
 * @folder */
#include "../observe.h"
#include <sys/stat.h>

static struct stat it;

static void show_mode(const char *label, int result)
{
    show_result(label, result);
    if (result == 0)
        show("  is", "%o, %s, %ld", (unsigned)it.st_mode & 07777,
             it.st_uid == getuid() && it.st_gid == getgid() ? "mine" : "another's", S_ISREG(it.st_mode) ? (long)it.st_size : 0);
}

int main(void)
{
    char file[512], folder[512], link[512];
    int pair[2];
    snprintf(file, sizeof file, "%s/file", getenv("DIR"));
    snprintf(folder, sizeof folder, "%s/folder", getenv("DIR"));
    snprintf(link, sizeof link, "%s/link", getenv("DIR"));
    umask(077);
    int fd = open(file, O_RDWR | O_CREAT, 0666);
    require(fd >= 0 && write(fd, "data", 4) == 4 && mkdir(folder, 0777) == 0 && symlink("file", link) == 0, "files");
    show_mode("stat", stat(file, &it));
    show_yes("a file", S_ISREG(it.st_mode) && (it.st_mode & S_IRUSR));
    show_mode("fstat", fstat(fd, &it));
    show_mode("stat of a folder", stat(folder, &it));
    show_yes("a folder", S_ISDIR(it.st_mode));
    show_mode("stat of a link", stat(link, &it));
    show_mode("lstat of a link", lstat(link, &it));
    show_yes("a link", S_ISLNK(it.st_mode));
    show_mode("fstatat", fstatat(AT_FDCWD, folder, &it, 0));
    show_mode("fstatat of a link", fstatat(AT_FDCWD, link, &it, AT_SYMLINK_NOFOLLOW));
    link[strlen(link) - 1] = 0;
    show_mode("stat of nothing", stat(link, &it));
    show_mode("fstat of nothing", fstat(999, &it));
    require(tcp_pair(pair) == 0, "tcp_pair");
    show_mode("fstat of a socket", fstat(pair[0], &it));
    show_yes("a socket", S_ISSOCK(it.st_mode));
    return 0;
}
