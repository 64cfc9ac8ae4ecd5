/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Replaces wasi-libc's, which is a list, by bits as on Linux, for programs that access them directly. Some runtimes have
   descriptors with large numbers, which are in a list behind the bits. */
#ifndef __wasilibc___typedef_fd_set_h
#define __wasilibc___typedef_fd_set_h

#include <__macro_FD_SETSIZE.h>

typedef unsigned long fd_mask;
#define NFDBITS (8 * (int)sizeof(fd_mask))

#define __FD_LARGE 256

typedef struct {
    fd_mask fds_bits[FD_SETSIZE / 8 / sizeof(fd_mask)];
    unsigned __count;
    int __large[__FD_LARGE];
} fd_set;

#endif
