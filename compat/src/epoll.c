/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* epoll over poll: a set is a list of the added descriptors, and each wait polls them. */
#define WASOCK_EPOLLET
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "refuse.h"

enum { PAUSE_MIN = 10, PAUSE_MAX = 1000 };

struct member {
    /* The type is that of a socket, 0 for anything else. */
    int fd, type;
    /* 0 after a one-shot event was reported. */
    uint32_t events;
    /* What an edge-triggered member was reported and has had since. */
    uint32_t told;
    epoll_data_t data;
};

struct set {
    int fd, count, room;
    /* Milliseconds until what was told is reported again: see epoll_wait. */
    int pause;
    /* The member with which the next report begins, so that each has its turn. */
    int first;
    struct member *members;
    struct pollfd *polled;
    struct set *next;
};

static struct set *sets;

static struct set *find(int fd)
{
    struct set *set = sets;
    while (set != NULL && set->fd != fd)
        set = set->next;
    return set;
}

static struct member *member(struct set *set, int fd)
{
    for (int i = 0; i < set->count; i++)
        if (set->members[i].fd == fd)
            return &set->members[i];
    return NULL;
}

static void drop(struct set *set, struct member *it)
{
    int at = (int)(it - set->members);
    memmove(it, it + 1, (size_t)(set->count - at - 1) * sizeof *it);
    set->count--;
    if (set->first > at)
        set->first--;
}

/* Called by close. */
void compat_epoll_forget(int fd)
{
    for (struct set **link = &sets; *link != NULL;) {
        struct set *set = *link;
        struct member *it = member(set, fd);
        if (it != NULL)
            drop(set, it);
        if (set->fd != fd) {
            link = &set->next;
            continue;
        }
        *link = set->next;
        free(set->members);
        free(set->polled);
        free(set);
    }
}

/* A number that no other descriptor has: that of an unused socket. Not every runtime has UDP. */
static int reserve(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return fd >= 0 ? fd : socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

int epoll_create1(int flags)
{
    if (flags & ~EPOLL_CLOEXEC)
        return refuse(EINVAL);
    struct set *set = calloc(1, sizeof *set);
    if (set == NULL)
        return refuse(ENOMEM);
    set->fd = reserve();
    set->pause = PAUSE_MIN;
    if (set->fd < 0) {
        free(set);
        return -1;
    }
    /* The number may belong to a set that was closed without close. */
    compat_epoll_forget(set->fd);
    set->next = sets;
    sets = set;
    return set->fd;
}

int epoll_create(int size) { return size <= 0 ? refuse(EINVAL) : epoll_create1(0); }

/* Linux's checks, in its order. */
static struct set *checked(int epfd, int op, int fd, const struct epoll_event *event)
{
    struct stat it;
    struct set *set = find(epfd);
    if (op != EPOLL_CTL_DEL && event == NULL)
        return refuse(EFAULT), NULL;
    if (fcntl(epfd, F_GETFL) < 0 || fcntl(fd, F_GETFL) < 0)
        return refuse(EBADF), NULL;
    if (fstat(fd, &it) == 0 && (S_ISREG(it.st_mode) || S_ISDIR(it.st_mode)))
        return refuse(EPERM), NULL;
    if (set == NULL || fd == epfd || find(fd) != NULL)
        return refuse(EINVAL), NULL;
    return set;
}

enum { IN = EPOLLIN | EPOLLRDNORM, OUT = EPOLLOUT | EPOLLWRNORM };

/* poll reports neither edges nor half a hang-up. Only a wait for data finds the latter. */
static int possible(uint32_t events)
{
    return !(events & __EPOLL_EXACT_EDGES) && (!(events & EPOLLRDHUP) || (events & IN));
}

static int grow(struct set *set)
{
    int room = set->room == 0 ? 16 : 2 * set->room;
    struct member *members = realloc(set->members, (size_t)room * sizeof *members);
    if (members != NULL)
        set->members = members;
    struct pollfd *polled = realloc(set->polled, (size_t)room * sizeof *polled);
    if (polled != NULL)
        set->polled = polled;
    if (members == NULL || polled == NULL)
        return refuse(ENOMEM);
    set->room = room;
    return 0;
}

static int type_of(int fd)
{
    int type = 0, error = errno;
    socklen_t len = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) != 0)
        type = 0;
    errno = error;
    return type;
}

int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)
{
    struct set *set = checked(epfd, op, fd, event);
    if (set == NULL)
        return -1;
    struct member *it = member(set, fd);
    switch (op) {
    case EPOLL_CTL_ADD:
        if (!possible(event->events))
            return refuse(EINVAL);
        if (it != NULL)
            return refuse(EEXIST);
        if (set->count == set->room && grow(set) != 0)
            return -1;
        set->members[set->count++] = (struct member){
            fd, type_of(fd), event->events | EPOLLERR | EPOLLHUP, 0, event->data};
        return 0;
    case EPOLL_CTL_MOD:
        if (!possible(event->events) || (event->events & EPOLLEXCLUSIVE))
            return refuse(EINVAL);
        if (it == NULL)
            return refuse(ENOENT);
        if (it->events & EPOLLEXCLUSIVE)
            return refuse(EINVAL);
        *it = (struct member){fd, it->type, event->events | EPOLLERR | EPOLLHUP, 0, event->data};
        return 0;
    case EPOLL_CTL_DEL:
        if (it == NULL)
            return refuse(ENOENT);
        drop(set, it);
        return 0;
    default:
        return refuse(EINVAL);
    }
}

static short to_poll(uint32_t events) { return (short)((events & IN ? POLLIN : 0) | (events & OUT ? POLLOUT : 0)); }

/* Whether the peer has ended and all of its data are read. */
static int ended(int fd)
{
    char byte;
    int error = errno, end = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    errno = error;
    return end;
}

/* All that is ready, wanted or not. The end of a stream is looked for where it matters. */
static uint32_t from_poll(const struct member *it, short revents)
{
    uint32_t events = (revents & POLLIN ? IN : 0) | (revents & POLLOUT ? OUT : 0) | (revents & POLLERR ? EPOLLERR : 0) |
                      (revents & POLLHUP ? EPOLLHUP : 0);
    if (!(revents & POLLIN) || it->type != SOCK_STREAM || !(it->events & (EPOLLRDHUP | EPOLLET)))
        return events;
    /* To peek would take a pending error away. */
    int end = it->told & EPOLLRDHUP || revents & (POLLERR | POLLHUP) || ended(it->fd);
    return events | (end ? EPOLLRDHUP : 0);
}

/* What an edge-triggered member is not told again at once. After the end of data, and after a hang-up, nothing new comes. */
static uint32_t told_of(const struct member *it, uint32_t ready)
{
    uint32_t in = ready & EPOLLRDHUP || it->type == 0 ? ready & (IN | EPOLLRDHUP) : 0;
    return ready & EPOLLHUP ? ready : in | (ready & OUT);
}

/* Polls the members, without what was told unless `all`. */
static int look(struct set *set, int all, int timeout)
{
    for (int i = 0; i < set->count; i++) {
        struct member *it = &set->members[i];
        uint32_t told = all ? 0 : it->told;
        int quiet = it->events == 0 || (told & EPOLLHUP);
        set->polled[i] = (struct pollfd){quiet ? -1 : it->fd, to_poll(it->events & ~told), 0};
    }
    return poll(set->polled, (nfds_t)set->count, timeout);
}

/* Fills in events, beginning with the member whose turn it is; removes members whose descriptor is closed. */
static int report(struct set *set, struct epoll_event *events, int room)
{
    int found = 0, looked = 0, count = set->count, first = count > 0 ? set->first % count : 0;
    for (; looked < count && found < room; looked++) {
        int at = (first + looked) % count;
        struct member *it = &set->members[at];
        uint32_t all = set->polled[at].fd < 0 ? 0 : from_poll(it, set->polled[at].revents), ready = all & it->events;
        it->told &= all;
        /* As on Linux, one edge reports all that is ready. */
        if ((ready & ~it->told) == 0)
            continue;
        events[found].events = ready;
        events[found++].data = it->data;
        if (it->events & EPOLLONESHOT)
            it->events = 0;
        else if (it->events & EPOLLET)
            it->told = told_of(it, all);
    }
    set->first = count > 0 ? (first + looked) % count : 0;
    for (int at = count - 1; at >= 0; at--)
        if (set->polled[at].revents & POLLNVAL)
            drop(set, &set->members[at]);
    return found;
}

static int told(const struct set *set)
{
    for (int i = 0; i < set->count; i++)
        if (set->members[i].told != 0)
            return 1;
    return 0;
}

/* A pause is over: what may have changed is reported, and the next pause is longer. */
static void pass(struct set *set)
{
    for (int i = 0; i < set->count; i++)
        if (!(set->members[i].told & (EPOLLHUP | EPOLLRDHUP)))
            set->members[i].told = 0;
        else if (!(set->members[i].told & EPOLLHUP))
            set->members[i].told &= ~(uint32_t)OUT;
    set->pause = set->pause * 2 < PAUSE_MAX ? set->pause * 2 : PAUSE_MAX;
}

static long long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* poll reports states, so edges are made of them. A descriptor with data is ready at each wait: the program may have read
   less than there was, or more may have come. One that was reported writable is not reported again at once, which would be
   an endless loop, but after a pause: if the program has filled it and the peer has emptied it meanwhile, no poll shows
   that. So it is with data of what is no socket, whose end cannot be looked for. */
static int wait_for_edges(struct set *set, struct epoll_event *events, int room, int timeout)
{
    long long end = now() + timeout;
    for (int paused = 0;;) {
        int found = look(set, 1, 0);
        if (found < 0)
            return found;
        found = report(set, events, room);
        if (found > 0) {
            set->pause = paused ? set->pause : PAUSE_MIN;
            return found;
        }
        int left = timeout < 0 ? -1 : (int)(end - now()), pausing = told(set) && (left < 0 || left > set->pause);
        if (timeout >= 0 && left <= 0)
            return 0;
        found = look(set, 0, pausing ? set->pause : left);
        if (found < 0 || (found == 0 && !pausing))
            return found;
        paused = found == 0;
        if (paused)
            pass(set);
    }
}

int epoll_wait(int epfd, struct epoll_event *events, int room, int timeout)
{
    struct set *set = find(epfd);
    if (room <= 0 || room > INT_MAX / (int)sizeof *events)
        return refuse(EINVAL);
    if (fcntl(epfd, F_GETFL) < 0)
        return -1;
    if (set == NULL)
        return refuse(EINVAL);
    if (told(set))
        return wait_for_edges(set, events, room, timeout);
    for (;;) {
        int ready = look(set, 1, timeout);
        if (ready <= 0)
            return ready;
        int found = report(set, events, room);
        /* Only closed descriptors. */
        if (found > 0 || timeout == 0)
            return found;
    }
}

int epoll_pwait(int epfd, struct epoll_event *events, int room, int timeout, const sigset_t *mask)
{
    sigset_t before;
    if (mask != NULL)
        sigprocmask(SIG_SETMASK, mask, &before);
    int found = epoll_wait(epfd, events, room, timeout);
    int error = errno;
    if (mask != NULL)
        sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return found;
}
