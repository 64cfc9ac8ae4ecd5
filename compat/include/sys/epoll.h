/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* epoll over poll. EINVAL for EPOLLET, unless WASOCK_EPOLLET is defined; for EPOLLRDHUP without EPOLLIN; and for an epoll
   descriptor within another one. */
#ifndef COMPAT_SYS_EPOLL_H
#define COMPAT_SYS_EPOLL_H
#pragma GCC system_header

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>
/* Declares close, which removes a descriptor from every set. */
#include <unistd.h>

#define EPOLL_CLOEXEC O_CLOEXEC
#define EPOLL_NONBLOCK O_NONBLOCK

#define EPOLL_CTL_ADD 1
#define EPOLL_CTL_DEL 2
#define EPOLL_CTL_MOD 3

enum EPOLL_EVENTS { __EPOLL_DUMMY };
#define EPOLLIN 0x001
/* Never reported: no runtime reports out-of-band data. */
#define EPOLLPRI 0x002
#define EPOLLOUT 0x004
#define EPOLLERR 0x008
#define EPOLLHUP 0x010
#define EPOLLRDNORM 0x040
#define EPOLLRDBAND 0x080
#define EPOLLWRNORM 0x100
#define EPOLLWRBAND 0x200
#define EPOLLMSG 0x400
/* Only together with EPOLLIN, and reported once all data before it are read. */
#define EPOLLRDHUP 0x2000
/* These have no effect: only one program waits, and it cannot keep the machine awake. */
#define EPOLLEXCLUSIVE (1U << 28)
#define EPOLLWAKEUP (1U << 29)
#define EPOLLONESHOT (1U << 30)
/* Refused with EINVAL, as poll reports states, not edges. With WASOCK_EPOLLET defined it is accepted and reports at least
   what Linux does: data that the program leaves are reported at each wait; a descriptor that stays writable, and input that
   is no socket's, again after 10 ms to 1 s; the end of data and a hang-up once. That serves programs that go on until
   EAGAIN, as epoll(7) asks. */
#define __EPOLL_EXACT_EDGES (1U << 31)
#define __EPOLL_EDGES_AND_MORE (1U << 27)
#ifdef WASOCK_EPOLLET
#define EPOLLET __EPOLL_EDGES_AND_MORE
#else
#define EPOLLET __EPOLL_EXACT_EDGES
#endif

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

/* The descriptor is an unused socket of the host, which close closes. It works with epoll_ctl and epoll_wait only: poll and
   select do not report its events. */
int epoll_create(int);
int epoll_create1(int);
int epoll_ctl(int, int, int, struct epoll_event *);
int epoll_wait(int, struct epoll_event *, int, int);
int epoll_pwait(int, struct epoll_event *, int, int, const sigset_t *);

#ifdef __cplusplus
}
#endif

#endif
