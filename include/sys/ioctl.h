/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_SYS_IOCTL_H
#define __WASOCK_SYS_IOCTL_H
#pragma GCC system_header

/* The C library defines FIONREAD and FIONBIO, the two requests that work. Programs test whether a request is defined before
   they use it, so this header defines only those that programs use without such a test. */

#include <__wasock.h>
#include_next <sys/ioctl.h>

/* The address of an interface, into a struct ifreq: always fails with ENOTTY, no runtime reports it. */
#define SIOCGIFADDR 0x8915
/* The addresses of all interfaces, into a struct ifconf: always fails with ENOTTY, no runtime reports them. */
#define SIOCGIFCONF 0x8912
/* Whether a stream stands at the mark of out-of-band data, as sockatmark: always fails with EOPNOTSUPP. */
#define SIOCATMARK 0x8905

#ifdef __cplusplus
extern "C" {
#endif

/* FIONREAD stores the number of bytes that can be read in an int; EOPNOTSUPP if the runtime cannot count them. FIONBIO
   makes the socket non-blocking if the int is not 0, else blocking. Other requests fail with ENOTTY. Linux ioctl(2). */
int ioctl(int __fd, int __request, ...);

#ifdef __cplusplus
}
#endif

#endif
