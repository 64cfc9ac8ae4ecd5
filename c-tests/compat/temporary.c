// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Files and folders with names of their own.
 * @folder */
#include "../observe.h"
#include <sys/stat.h>

static char path[256];

static char *in_folder(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", getenv("DIR"), name);
    return path;
}

static void show_name(const char *label)
{
    show_yes(label, strstr(path, "XXXXXX") == NULL);
}

int main(void)
{
    struct stat it;
    int fd = show_fd("mkstemp", mkstemp(in_folder("aXXXXXX")));
    show_name("  filled in");
    show_result("  write", write(fd, "x", 1));
    show_yes("  a file", stat(path, &it) == 0 && S_ISREG(it.st_mode) && it.st_size == 1);
    show_fd("mkostemp", mkostemp(in_folder("bXXXXXX"), O_APPEND));
    show_fd("mkstemps", mkstemps(in_folder("cXXXXXX.txt"), 4));
    show_name("  filled in");
    show_yes("  suffix", strcmp(path + strlen(path) - 4, ".txt") == 0);
    show_yes("mkdtemp", mkdtemp(in_folder("dXXXXXX")) == path);
    show_yes("  a folder", stat(path, &it) == 0 && S_ISDIR(it.st_mode));
    show_fd("too few wild", mkstemp(in_folder("eXXXXX")));
    show_fd("wild elsewhere", mkstemp(in_folder("XXXXXXf")));
    show_yes("mkdtemp without", mkdtemp(in_folder("g")) == NULL && errno == EINVAL);
    show_fd("no such folder", mkstemp(in_folder("none/hXXXXXX")));
    show_yes("tmpnam is long enough", L_tmpnam >= 20);
    return 0;
}
