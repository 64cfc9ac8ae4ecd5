/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* In place of wasi-libc's, which is a list: bits, as on Linux, for programs that reach into them. Some runtimes have
   descriptors of large numbers, which stand in a list behind the bits. */
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
