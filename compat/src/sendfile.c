/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "refuse.h"

enum { PART = 16 * 1024, MOST = 0x7ffff000 };

/* Writes all bytes, or fewer if the descriptor takes no more. */
static ssize_t write_out(int fd, const char *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t part = write(fd, data + done, size - done);
        if (part < 0)
            return done > 0 ? (ssize_t)done : -1;
        done += (size_t)part;
    }
    return (ssize_t)done;
}

static ssize_t copy(int out, int in, off_t from, size_t count)
{
    char data[PART];
    size_t done = 0;
    while (done < count) {
        size_t wanted = count - done < PART ? count - done : PART;
        ssize_t got = pread(in, data, wanted, from + (off_t)done);
        if (got <= 0)
            return done > 0 ? (ssize_t)done : got;
        ssize_t sent = write_out(out, data, (size_t)got);
        if (sent < 0)
            return done > 0 ? (ssize_t)done : -1;
        done += (size_t)sent;
        if (sent < got)
            break;
    }
    return (ssize_t)done;
}

ssize_t sendfile(int out, int in, off_t *offset, size_t count)
{
    struct stat it;
    int mode = fcntl(out, F_GETFL);
    if (mode < 0 || fstat(in, &it) != 0)
        return -1;
    if (!S_ISREG(it.st_mode) || (mode & O_APPEND) || (offset != NULL && *offset < 0))
        return refuse(EINVAL);
    off_t from = offset != NULL ? *offset : lseek(in, 0, SEEK_CUR);
    ssize_t sent = copy(out, in, from, count < MOST ? count : MOST);
    if (sent > 0 && offset != NULL)
        *offset += sent;
    if (sent > 0 && offset == NULL)
        lseek(in, from + sent, SEEK_SET);
    return sent;
}

ssize_t splice(int in, off_t *from, int out, off_t *to, size_t size, unsigned flags)
{
    return (void)in, (void)from, (void)out, (void)to, (void)size, (void)flags, refuse(ENOSYS);
}
