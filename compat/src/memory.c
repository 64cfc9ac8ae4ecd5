/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <sys/mman.h>

#include "refuse.h"

/* Hints may be ignored. All other advice changes what the memory holds or who has it. */
int madvise(void *at, size_t size, int advice)
{
    (void)at, (void)size;
    switch (advice) {
    case MADV_NORMAL:
    case MADV_RANDOM:
    case MADV_SEQUENTIAL:
    case MADV_WILLNEED:
        return 0;
    default:
        return refuse(EINVAL);
    }
}

/* POSIX's advice is hints only. */
int posix_madvise(void *at, size_t size, int advice)
{
    return advice == POSIX_MADV_DONTNEED || madvise(at, size, advice) == 0 ? 0 : EINVAL;
}
