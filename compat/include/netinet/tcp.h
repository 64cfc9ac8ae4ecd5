/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The members of struct tcphdr by Linux's names, too, as glibc has them without _GNU_SOURCE. */
#ifndef COMPAT_NETINET_TCP_H
#define COMPAT_NETINET_TCP_H
#pragma GCC system_header

#include <sys/socket.h>
#include <sys/types.h>
#ifdef _GNU_SOURCE
#include_next <netinet/tcp.h>
#else
#define _GNU_SOURCE
#include_next <netinet/tcp.h>
#undef _GNU_SOURCE
#endif

#endif
