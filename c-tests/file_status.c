// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A socket that is not connected has a status, is no terminal and cannot be moved in; after close it is none of that.
   Files keep theirs. */
#include "observe.h"
#include <sys/stat.h>

static void show_status(const char *label, int fd)
{
    struct stat status;
    show("socket", "%s", label);
    errno = 0;
    int found = fstat(fd, &status);
    show_result("fstat", found);
    if (found == 0)
        show_yes("S_ISSOCK", S_ISSOCK(status.st_mode));
    errno = 0;
    show_result("lseek", lseek(fd, 0, SEEK_CUR));
    errno = 0;
    show_yes("isatty", isatty(fd));
    show_yes("ENOTTY", errno == ENOTTY);
}

int main(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    show_status("open", fd);
    show_result("close", close(fd));
    show_status("closed", fd);
    struct stat status;
    show_result("fstat of standard output", fstat(1, &status));
    show_yes("S_ISSOCK", S_ISSOCK(status.st_mode));
    return 0;
}
