// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Types of files have numbers of their own, and a program may have an opendirat(), as those with gnulib do.
 * @folder */
#include "../observe.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

/* By Linux's functions alone, of which the C library has those for a path relative to a descriptor in one object. */
DIR *opendirat(int at, const char *name, int flags, int *fd)
{
    *fd = openat(at, name, O_RDONLY | O_DIRECTORY | flags);
    return *fd < 0 ? NULL : fdopendir(*fd);
}

static const char *mode_name(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG: return "file";
    case S_IFDIR: return "folder";
    case S_IFIFO: return "pipe";
    case S_IFSOCK: return "socket";
    case S_IFLNK: return "link";
    default: return "other";
    }
}

static const char *entry_name(int type)
{
    switch (type) {
    case DT_REG: return "file";
    case DT_DIR: return "folder";
    case DT_FIFO: return "pipe";
    case DT_SOCK: return "socket";
    case DT_LNK: return "link";
    default: return "other";
    }
}

int main(void)
{
    int fd = -1;
    struct stat it;
    char path[256];
    snprintf(path, sizeof path, "%s/one", getenv("DIR"));
    close(open(path, O_CREAT | O_WRONLY, 0600));
    DIR *folder = opendirat(AT_FDCWD, getenv("DIR"), 0, &fd);
    show_yes("opendirat", folder != NULL && dirfd(folder) == fd);
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.')
            show(entry->d_name, "%s", entry_name(entry->d_type));
    show("by its path", "%s", fstatat(fd, "one", &it, 0) == 0 ? mode_name(it.st_mode) : "not there");
    show("the folder", "%s", fstat(fd, &it) == 0 ? mode_name(it.st_mode) : "not there");
    show("a socket", "%s", fstat(socket(AF_INET, SOCK_STREAM, 0), &it) == 0 ? mode_name(it.st_mode) : "not there");
    show_yes("S_ISFIFO", S_ISFIFO(S_IFIFO) && !S_ISFIFO(S_IFSOCK) && !S_ISSOCK(S_IFIFO));
    return 0;
}
