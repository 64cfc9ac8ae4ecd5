/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* For functions that always fail: sets errno, returns -1. */
#ifndef COMPAT_REFUSE_H
#define COMPAT_REFUSE_H

#include <errno.h>

static inline int refuse(int error)
{
    errno = error;
    return -1;
}

#endif
