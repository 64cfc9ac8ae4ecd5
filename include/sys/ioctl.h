#ifndef __WASOCK_SYS_IOCTL_H
#define __WASOCK_SYS_IOCTL_H
#pragma GCC system_header

/* The two requests that are served, FIONREAD and FIONBIO, are the sysroot's. No others are defined:
   programs test for the names and would meet EINVAL. */

#include <__wasock.h>
#include_next <sys/ioctl.h>

#ifdef __cplusplus
extern "C" {
#endif

/* FIONREAD: bytes that can be read, into an int *. FIONBIO: non-blocking or not, by an int *.
   EINVAL for other requests. Linux ioctl(2). */
int ioctl(int __fd, int __request, ...);

#ifdef __cplusplus
}
#endif

#endif
