// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Advice about memory that a file is mapped to. It changes nothing.
 * @folder */
#include "../observe.h"
#include <fcntl.h>
#include <sys/mman.h>

int main(void)
{
    char path[256];
    snprintf(path, sizeof path, "%s/mapped", getenv("DIR"));
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    require(write(fd, "contents", 8) == 8, "write");
    char *at = mmap(NULL, 8, PROT_READ, MAP_PRIVATE, fd, 0);
    require(at != MAP_FAILED, "mmap");
    show_result("MADV_SEQUENTIAL", madvise(at, 8, MADV_SEQUENTIAL));
    show_result("MADV_WILLNEED", madvise(at, 8, MADV_WILLNEED));
    show_result("unknown advice", madvise(at, 8, 12345));
    show_int("POSIX_MADV_DONTNEED", posix_madvise(at, 8, POSIX_MADV_DONTNEED));
    show("posix_madvise, unknown", "%s", errno_name(posix_madvise(at, 8, 12345)));
    show("still there", "%.8s", at);
    show_result("munmap", munmap(at, 8));
    return 0;
}
