/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Addresses, and sockets that are ready to be used. */
#ifndef OBSERVE_SOCKETS_H
#define OBSERVE_SOCKETS_H

#include "../observe.h"

static inline struct sockaddr_in address4(uint32_t host_order, uint16_t port)
{
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(host_order);
    address.sin_port = htons(port);
    return address;
}

static inline struct sockaddr_in6 address6(const struct in6_addr *bytes, uint16_t port)
{
    struct sockaddr_in6 address;
    memset(&address, 0, sizeof address);
    address.sin6_family = AF_INET6;
    address.sin6_addr = *bytes;
    address.sin6_port = htons(port);
    return address;
}

static inline struct sockaddr_in loopback4(void) { return address4(INADDR_LOOPBACK, 0); }
static inline struct sockaddr_in6 loopback6(void) { return address6(&in6addr_loopback, 0); }

/* Shorter than the casts and sizes it saves. */
#define SA(a) ((struct sockaddr *)(void *)(a))

static inline socklen_t address_size(const void *address)
{
    return ((const struct sockaddr *)address)->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                                     : sizeof(struct sockaddr_in);
}

/* The call at which one of the functions below has failed: it returns -1 with the errno of that call. */
static const char *failed_at __attribute__((unused)) = "";

static inline int done(int truth, const char *what)
{
    if (!truth)
        failed_at = what;
    return truth;
}

/* What such a function returns; if it has failed, the part of the test ends with one row. */
#define NEEDED(made) \
    ({ \
        int made_ = (made); \
        NEED(made_ >= 0, failed_at); \
        made_; \
    })

static inline int new_socket(int family, int type)
{
    int fd = socket(family, type, 0);
    return done(fd >= 0, "socket") ? fd : -1;
}

/* A socket of this type, bound to a free port of the family's loopback, which nobody has to know. */
static inline int bound_untold(int family, int type)
{
    struct sockaddr_in in = loopback4();
    struct sockaddr_in6 in6 = loopback6();
    struct sockaddr *here = family == AF_INET6 ? SA(&in6) : SA(&in);
    int fd = new_socket(family, type);
    return fd >= 0 && done(bind(fd, here, address_size(here)) == 0, "bind to loopback") ? fd : -1;
}

/* The same, which tells its address. */
static inline int bound_told(int family, int type, struct sockaddr_storage *address)
{
    socklen_t length = sizeof *address;
    int fd = bound_untold(family, type);
    memset(address, 0, sizeof *address);
    if (fd < 0 || done(getsockname(fd, SA(address), &length) == 0, "getsockname"))
        return fd;
    int code = errno;
    close(fd);
    errno = code;
    return -1;
}

/* The same where no call tells a port that the system has chosen: ports below those are tried in turn. */
static inline int bound_to_number(int family, int type, struct sockaddr_storage *address)
{
    enum { LEAST = 10000, PORTS = 20000, TRIED = 1000 };
    unsigned first = (unsigned)now_ns();
    for (unsigned n = 0; n < TRIED; n++) {
        uint16_t port = (uint16_t)(LEAST + (first + n) % PORTS);
        struct sockaddr_in in = address4(INADDR_LOOPBACK, port);
        struct sockaddr_in6 in6 = address6(&in6addr_loopback, port);
        int fd = socket(family, type, 0);
        memset(address, 0, sizeof *address);
        memcpy(address, family == AF_INET6 ? (void *)&in6 : (void *)&in, family == AF_INET6 ? sizeof in6 : sizeof in);
        if (fd >= 0 && bind(fd, SA(address), address_size(address)) == 0)
            return fd;
        if (fd < 0 || errno != EADDRINUSE)
            return -1;
        close(fd);
    }
    return -1;
}

/* Whether the host has listeners at all. */
static inline int listens(int family, struct sockaddr_storage *address)
{
    int code = errno, fd = bound_to_number(family, SOCK_STREAM, address), truth = fd >= 0 && listen(fd, 1) == 0;
    close(fd);
    errno = code;
    return truth;
}

static inline int bound_anyhow(int family, int type, struct sockaddr_storage *address)
{
    int fd = bound_told(family, type, address);
    if (fd >= 0 || strcmp(failed_at, "getsockname") != 0 || !listens(family, address))
        return fd;
    return bound_to_number(family, type, address);
}

/* Hosts that tell no port send datagrams to a peer only, so that for them there is nothing to be done with one address. */
static inline int bound(int family, int type, struct sockaddr_storage *address)
{
    return type == SOCK_STREAM ? bound_anyhow(family, type, address) : bound_told(family, type, address);
}

static inline int listener(int family, struct sockaddr_storage *address)
{
    int fd = bound(family, SOCK_STREAM, address);
    return fd >= 0 && done(listen(fd, 16) == 0, "listen") ? fd : -1;
}

static inline int connected(int type, const struct sockaddr_storage *to)
{
    int fd = new_socket(to->ss_family, type);
    return fd >= 0 && done(connect(fd, (const struct sockaddr *)to, address_size(to)) == 0, "connect") ? fd : -1;
}

static inline int accepted(int listening)
{
    wait_for(listening, POLLIN);
    int fd = accept(listening, NULL, NULL);
    return done(fd >= 0, "accept") ? fd : -1;
}

/* pair[0] has connected, pair[1] was accepted. */
static inline int stream_pair(int family, int pair[2])
{
    struct sockaddr_storage address;
    int listening = listener(family, &address);
    if (listening < 0)
        return -1;
    pair[0] = connected(SOCK_STREAM, &address);
    pair[1] = pair[0] < 0 ? -1 : accepted(listening);
    return pair[1] < 0 ? -1 : close(listening);
}

static inline int tcp_pair(int pair[2]) { return stream_pair(AF_INET, pair); }

static inline int udp_on_loopback(struct sockaddr_storage *address) { return bound(AF_INET, SOCK_DGRAM, address); }

static inline int connect_to(int fd, const struct sockaddr_storage *there)
{
    return done(connect(fd, SA(there), address_size(there)) == 0, "connect") ? 0 : -1;
}

/* Two UDP sockets, each connected to the other. */
static inline int udp_pair(int pair[2])
{
    struct sockaddr_storage first, second;
    pair[0] = bound_anyhow(AF_INET, SOCK_DGRAM, &first);
    pair[1] = pair[0] < 0 ? -1 : bound_anyhow(AF_INET, SOCK_DGRAM, &second);
    return pair[1] < 0 || connect_to(pair[0], &second) < 0 ? -1 : connect_to(pair[1], &first);
}

/* A TCP socket that holds a port without listening: connections to it are refused, and no other socket can take it. */
static inline int refusing(struct sockaddr_storage *address) { return bound(AF_INET, SOCK_STREAM, address); }

static inline int set_nonblocking(int fd)
{
    return done(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0, "fcntl") ? 0 : -1;
}

#endif
