// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* preadv and pwritev: all buffers, at a place that is not the file's own.
 * @folder */
#include "../observe.h"
#include <fcntl.h>
#include <sys/uio.h>

/* Volatile, as compilers know what these functions take. */
static volatile int too_many = 1025, too_few = -1;

int main(void)
{
    char path[256], text[16] = "", more[16] = "";
    struct iovec out[5] = {{"", 0}, {"one ", 4}, {"", 0}, {"two ", 4}, {"three", 5}};
    struct iovec in[4] = {{text, 0}, {text, 6}, {more, 3}, {text + 6, 10}};
    snprintf(path, sizeof path, "%s/parts", getenv("DIR"));
    int fd = show_fd("open", open(path, O_CREAT | O_RDWR, 0600));
    require(write(fd, "12345", 5) == 5, "write");
    show_result("pwritev", pwritev(fd, out, 5, 2));
    show_int("the file's own place", (int)lseek(fd, 0, SEEK_CUR));
    show_result("preadv", preadv(fd, in, 4, 1));
    show("parts", "%s %s", text, more);
    show_result("preadv behind the end", preadv(fd, in, 4, 100));
    show_result("pwritev of nothing", pwritev(fd, out, 0, 0));
    show_result("too many", pwritev(fd, out, too_many, 0));
    show_result("too few", preadv(fd, in, too_few, 0));
    show_result("a negative place", pwritev(fd, out, 5, -1));
    show_result("not open", pwritev(999, out, 5, 0));
    show_int("size", (int)lseek(fd, 0, SEEK_END));
    return 0;
}
