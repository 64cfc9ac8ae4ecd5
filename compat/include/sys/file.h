/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* flock fails with ENOTSUP: the host has no locks that other programs respect. */
#ifndef COMPAT_SYS_FILE_H
#define COMPAT_SYS_FILE_H
#pragma GCC system_header

#include <fcntl.h>
#include_next <sys/file.h>

#endif
