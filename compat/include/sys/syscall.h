/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* No kernel takes calls by number. syscall knows the one that has long been without a function of its own, and fails with
   ENOSYS for any other. */
#ifndef COMPAT_SYS_SYSCALL_H
#define COMPAT_SYS_SYSCALL_H
#pragma GCC system_header

#include_next <sys/syscall.h>

#define SYS_gettid 178
#define __NR_gettid SYS_gettid

#endif
