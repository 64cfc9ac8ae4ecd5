/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __wasilibc___fd_set_h
#define __wasilibc___fd_set_h

#include <__typedef_fd_set.h>

#ifdef __cplusplus
extern "C" {
#endif

/* For descriptors from FD_SETSIZE on. */
void compat_fd_set_large(int, fd_set *);
void compat_fd_clr_large(int, fd_set *);
int compat_fd_isset_large(int, const fd_set *);

static __inline void FD_SET(int __fd, fd_set *__set)
{
    if ((unsigned)__fd < FD_SETSIZE)
        __set->fds_bits[__fd / NFDBITS] |= (fd_mask)1 << __fd % NFDBITS;
    else
        compat_fd_set_large(__fd, __set);
}

static __inline void FD_CLR(int __fd, fd_set *__set)
{
    if ((unsigned)__fd < FD_SETSIZE)
        __set->fds_bits[__fd / NFDBITS] &= ~((fd_mask)1 << __fd % NFDBITS);
    else
        compat_fd_clr_large(__fd, __set);
}

static __inline int FD_ISSET(int __fd, const fd_set *__set)
{
    if ((unsigned)__fd < FD_SETSIZE)
        return (int)(__set->fds_bits[__fd / NFDBITS] >> __fd % NFDBITS & 1);
    return compat_fd_isset_large(__fd, __set);
}

static __inline void FD_ZERO(fd_set *__set)
{
    __builtin_memset(__set->fds_bits, 0, sizeof __set->fds_bits);
    __set->__count = 0;
}

static __inline void FD_COPY(const fd_set *__restrict __from, fd_set *__restrict __to) { *__to = *__from; }

#define FD_SET(fd, set) (FD_SET((fd), (set)))
#define FD_CLR(fd, set) (FD_CLR((fd), (set)))
#define FD_ISSET(fd, set) (FD_ISSET((fd), (set)))
#define FD_ZERO(set) (FD_ZERO((set)))
#define FD_COPY(from, to) (FD_COPY((from), (to)))

#ifdef __cplusplus
}
#endif

#endif
