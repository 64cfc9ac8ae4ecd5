/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A descriptor that is closed leaves the sets of epoll, as the kernel does it; where nothing of epoll is linked there is
   none. */
#include <unistd.h>

int libc_close(int) __asm__("close");
__attribute__((weak)) void compat_epoll_forget(int);

int close(int fd)
{
    if (compat_epoll_forget != 0)
        compat_epoll_forget(fd);
    return libc_close(fd);
}
