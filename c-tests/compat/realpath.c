// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* realpath: without dots, links and second slashes, and what it says of what is not there.
 * @folder */
#include "../observe.h"
#include <limits.h>
#include <sys/stat.h>

static char path[512];

static const char *in_folder(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", getenv("DIR"), name);
    return path;
}

/* The part below the folder. */
static void show_real(const char *name)
{
    char real[PATH_MAX] = "";
    const char *folder = getenv("DIR");
    errno = 0;
    if (realpath(in_folder(name), real) == NULL)
        show(name, "%s", errno == ELOOP ? "ELOOP" : errno_name(errno));
    else
        show(name, "%s", strncmp(real, folder, strlen(folder)) == 0 ? real + strlen(folder) : "elsewhere");
}

int main(void)
{
    char other[512];
    require(mkdir(in_folder("one"), 0700) == 0 && mkdir(in_folder("one/two"), 0700) == 0, "mkdir");
    int fd = open(in_folder("one/two/file"), O_RDWR | O_CREAT, 0600);
    require(fd >= 0, "open");
    require(symlink("two", in_folder("one/link")) == 0, "symlink");
    require(symlink("../one/link/file", in_folder("one/far")) == 0, "symlink");
    require(symlink("loop", in_folder("loop")) == 0, "symlink");
    require(symlink("nothing", in_folder("broken")) == 0, "symlink");
    show_real("");
    show_real("one/two/file");
    show_real("one//two/./file");
    show_real("one/two/../two/");
    show_real("one/link");
    show_real("one/link/file");
    show_real("one/link/..");
    show_real("one/far");
    show_real("loop");
    show_real("broken");
    show_real("one/none");
    show_real("one/none/file");
    show_real("one/two/file/more");
    show_yes("NULL", realpath(NULL, other) == NULL && errno == EINVAL);
    show_yes("an empty path", realpath("", other) == NULL && errno == ENOENT);
    char *allocated = realpath(in_folder("one"), NULL);
    show_yes("allocated", allocated != NULL && strcmp(allocated + strlen(allocated) - 4, "/one") == 0);
    free(allocated);
    return 0;
}
