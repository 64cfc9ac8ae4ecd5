/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The host resolves names, so the program has no configuration to reload: ENOSYS. */
#ifndef COMPAT_RESOLV_H
#define COMPAT_RESOLV_H
#pragma GCC system_header

/* As glibc's, of which old sources know. */
#include <sys/param.h>

int res_init(void);

#endif
