/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Constants for requests that programs use. No descriptor is a terminal, and no runtime lists its interfaces: ioctl fails
   with ENOTTY for requests to terminals and with ENODEV for requests about interfaces. */
#ifndef COMPAT_SYS_IOCTL_H
#define COMPAT_SYS_IOCTL_H
#pragma GCC system_header

/* All other requests go to wasock's ioctl, which supports FIONREAD and FIONBIO. */
#define ioctl __wasock_plain_ioctl
#include_next <sys/ioctl.h>
#undef ioctl

/* No signal comes from outside: ENOTTY. */
#define FIOASYNC 0x5452
#define TIOCGWINSZ 0x5413
#define TIOCSWINSZ 0x5414
#define TIOCSCTTY 0x540e
#define TIOCNOTTY 0x5422
#define TCGETS 0x5401
#define TCSETS 0x5402

struct winsize {
    unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};

#define SIOCADDRT 0x890b
#define SIOCDELRT 0x890c
#define SIOCGIFNAME 0x8910
#define SIOCGIFCONF 0x8912
#define SIOCGIFFLAGS 0x8913
#define SIOCSIFFLAGS 0x8914
#define SIOCSIFADDR 0x8916
#define SIOCGIFDSTADDR 0x8917
#define SIOCSIFDSTADDR 0x8918
#define SIOCGIFBRDADDR 0x8919
#define SIOCSIFBRDADDR 0x891a
#define SIOCGIFNETMASK 0x891b
#define SIOCSIFNETMASK 0x891c
#define SIOCGIFMETRIC 0x891d
#define SIOCSIFMETRIC 0x891e
#define SIOCGIFMTU 0x8921
#define SIOCSIFMTU 0x8922
#define SIOCSIFNAME 0x8923
#define SIOCSIFHWADDR 0x8924
#define SIOCGIFHWADDR 0x8927
#define SIOCADDMULTI 0x8931
#define SIOCDELMULTI 0x8932
#define SIOCGIFINDEX 0x8933
#define SIOGIFINDEX SIOCGIFINDEX
#define SIOCDIFADDR 0x8936
#define SIOCGIFCOUNT 0x8938
#define SIOCGIFTXQLEN 0x8942
#define SIOCDARP 0x8953
#define SIOCGARP 0x8954
#define SIOCSARP 0x8955
#define SIOCGIFMAP 0x8970

#ifdef __cplusplus
extern "C" {
#endif

int ioctl(int, int, ...) __asm__("compat_ioctl");

#ifdef __cplusplus
}
#endif

#endif
