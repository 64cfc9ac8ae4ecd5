/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_SENDFILE_H
#define COMPAT_SYS_SENDFILE_H
#pragma GCC system_header

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Reads from a file and writes to a descriptor until `count` bytes or the end of the file, or until the descriptor
   takes no more; returns the number of bytes written. EINVAL if the source is not a file. Linux sendfile(2). */
ssize_t sendfile(int, int, off_t *, size_t);

#ifdef __cplusplus
}
#endif

#endif
