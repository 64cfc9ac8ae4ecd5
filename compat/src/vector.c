/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* preadv and pwritev, one buffer at a time. No other thread or process can see that. */
#include <limits.h>
#include <stdint.h>
#include <sys/uio.h>
#include <unistd.h>

#include "refuse.h"

/* Whether the lengths are those of a call: their sum fits into its result. */
static int is_valid(const struct iovec *parts, int count)
{
    size_t room = SSIZE_MAX;
    if (count < 0 || count > IOV_MAX)
        return 0;
    for (int i = 0; i < count; room -= parts[i++].iov_len)
        if (parts[i].iov_len > room)
            return 0;
    return 1;
}

static ssize_t each(ssize_t (*one)(int, void *, size_t, off_t), int fd, const struct iovec *parts, int count, off_t at)
{
    ssize_t done = 0;
    if (!is_valid(parts, count))
        return refuse(EINVAL);
    if (count == 0)
        return one(fd, &done, 0, at);
    for (int i = 0; i < count; i++) {
        ssize_t len = one(fd, parts[i].iov_base, parts[i].iov_len, at + done);
        if (len < 0)
            return done > 0 ? done : -1;
        done += len;
        if ((size_t)len < parts[i].iov_len)
            break;
    }
    return done;
}

static ssize_t write_one(int fd, void *data, size_t len, off_t at) { return pwrite(fd, data, len, at); }

ssize_t preadv(int fd, const struct iovec *parts, int count, off_t at) { return each(pread, fd, parts, count, at); }
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
    return each(write_one, fd, parts, count, at);
}
