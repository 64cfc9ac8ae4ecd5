/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* epoll over poll: level-triggered and one-shot. EINVAL for EPOLLET, for EPOLLRDHUP without EPOLLIN, and for an epoll
   descriptor within another one. */
#ifndef COMPAT_SYS_EPOLL_H
#define COMPAT_SYS_EPOLL_H
#pragma GCC system_header

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>
/* Declares close, which takes a descriptor out of every set. */
#include <unistd.h>

#define EPOLL_CLOEXEC O_CLOEXEC
#define EPOLL_NONBLOCK O_NONBLOCK

#define EPOLL_CTL_ADD 1
#define EPOLL_CTL_DEL 2
#define EPOLL_CTL_MOD 3

enum EPOLL_EVENTS { __EPOLL_DUMMY };
#define EPOLLIN 0x001
/* Never comes: no runtime tells of out-of-band data. */
#define EPOLLPRI 0x002
#define EPOLLOUT 0x004
#define EPOLLERR 0x008
#define EPOLLHUP 0x010
#define EPOLLRDNORM 0x040
#define EPOLLRDBAND 0x080
#define EPOLLWRNORM 0x100
#define EPOLLWRBAND 0x200
#define EPOLLMSG 0x400
/* Is taken beside EPOLLIN and never reported: no runtime tells of half a hang-up, which is EPOLLIN and an end of data. */
#define EPOLLRDHUP 0x2000
/* One program waits: it is the only one to be woken, and the machine stays awake or not as before. */
#define EPOLLEXCLUSIVE (1U << 28)
#define EPOLLWAKEUP (1U << 29)
#define EPOLLONESHOT (1U << 30)
#define EPOLLET (1U << 31)

typedef union epoll_data {
    void *ptr;
    int fd;
    uint32_t u32;
    uint64_t u64;
} epoll_data_t;

struct epoll_event {
    uint32_t events;
    epoll_data_t data;
};

#ifdef __cplusplus
extern "C" {
#endif

/* The descriptor is a socket of the host's that is used for nothing else: close gives it back. It serves epoll_ctl and
   epoll_wait alone: poll and select do not tell when it has events. */
int epoll_create(int);
int epoll_create1(int);
int epoll_ctl(int, int, int, struct epoll_event *);
int epoll_wait(int, struct epoll_event *, int, int);
int epoll_pwait(int, struct epoll_event *, int, int, const sigset_t *);

#ifdef __cplusplus
}
#endif

#endif
