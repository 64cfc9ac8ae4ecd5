/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>

#include "refuse.h"

int wasock_ioctl(int, int, void *);

int ioctl(int fd, int request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (request < SIOCADDRT || request > SIOCGIFMAP)
        return wasock_ioctl(fd, request, argument);
    return fcntl(fd, F_GETFL) < 0 ? -1 : refuse(ENODEV);
}
