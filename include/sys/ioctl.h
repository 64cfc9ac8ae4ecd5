#ifndef __WASOCK_SYS_IOCTL_H
#define __WASOCK_SYS_IOCTL_H
#pragma GCC system_header

/* The two requests that are served, FIONREAD and FIONBIO, are the sysroot's. Others are not defined, as
   programs test for the names and would rely on them, but for some that are named without a test. */

#include <__wasock.h>
#include_next <sys/ioctl.h>

/* The address of an interface, into a struct ifreq: ENOTTY, no runtime tells. */
#define SIOCGIFADDR 0x8915
/* The addresses of all interfaces, into a struct ifconf: ENOTTY, no runtime tells. */
#define SIOCGIFCONF 0x8912
/* Whether a stream stands at the mark of out-of-band data, as sockatmark: EOPNOTSUPP, no runtime can tell. */
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
