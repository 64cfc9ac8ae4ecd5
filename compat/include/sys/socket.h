/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Linux's families beside those of sockets here, with its numbers: socket fails with EAFNOSUPPORT. */
#ifndef COMPAT_SYS_SOCKET_H
#define COMPAT_SYS_SOCKET_H
#pragma GCC system_header

#include_next <sys/socket.h>

#ifndef AF_NETLINK
#define AF_NETLINK 16
#define PF_NETLINK AF_NETLINK
#define AF_ROUTE AF_NETLINK
#define PF_ROUTE AF_NETLINK
#endif
#ifndef AF_PACKET
#define AF_PACKET 17
#define PF_PACKET AF_PACKET
#define SOL_PACKET 263
#endif

#endif
