/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* close removes a descriptor from the sets of epoll, as the kernel does; a program without epoll links none of
   that. */
#include <unistd.h>

int libc_close(int) __asm__("close");
__attribute__((weak)) void compat_epoll_forget(int);

int close(int fd)
{
    if (compat_epoll_forget != 0)
        compat_epoll_forget(fd);
    return libc_close(fd);
}
