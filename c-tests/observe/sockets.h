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

static inline int new_socket(int family, int type)
{
    int fd = socket(family, type, 0);
    require(fd >= 0, "socket");
    return fd;
}

/* The call at which a function that begins with try_ has failed: it returns -1 with the errno of that call. */
static const char *failed_at __attribute__((unused)) = "";

static inline int done(int truth, const char *what)
{
    if (!truth)
        failed_at = what;
    return truth;
}

/* A socket of this type, bound to a free port of the family's loopback; tells its address. */
static inline int try_bound_told(int family, int type, struct sockaddr_storage *address)
{
    struct sockaddr_in in = loopback4();
    struct sockaddr_in6 in6 = loopback6();
    struct sockaddr *here = family == AF_INET6 ? SA(&in6) : SA(&in);
    socklen_t size = family == AF_INET6 ? sizeof in6 : sizeof in, length = sizeof *address;
    int fd = socket(family, type, 0);
    memset(address, 0, sizeof *address);
    if (!done(fd >= 0, "socket") || !done(bind(fd, here, size) == 0, "bind to loopback"))
        return -1;
    if (done(getsockname(fd, SA(address), &length) == 0, "getsockname"))
        return fd;
    int code = errno;
    close(fd);
    errno = code;
    return -1;
}

/* The same where no call tells a port that the system has chosen: ports below those are tried in turn. */
static inline int try_bound_to_number(int family, int type, struct sockaddr_storage *address)
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
    int code = errno, fd = try_bound_to_number(family, SOCK_STREAM, address), truth = fd >= 0 && listen(fd, 1) == 0;
    close(fd);
    errno = code;
    return truth;
}

static inline int try_bound_anyhow(int family, int type, struct sockaddr_storage *address)
{
    int fd = try_bound_told(family, type, address);
    if (fd >= 0 || strcmp(failed_at, "getsockname") != 0 || !listens(family, address))
        return fd;
    return try_bound_to_number(family, type, address);
}

/* Hosts that tell no port send datagrams to a peer only, so that for them there is nothing to be done with one address. */
static inline int try_bound(int family, int type, struct sockaddr_storage *address)
{
    return type == SOCK_STREAM ? try_bound_anyhow(family, type, address) : try_bound_told(family, type, address);
}

static inline int bound(int family, int type, struct sockaddr_storage *address)
{
    int fd = try_bound(family, type, address);
    require(fd >= 0, failed_at);
    return fd;
}

static inline int try_listener(int family, struct sockaddr_storage *address)
{
    int fd = try_bound(family, SOCK_STREAM, address);
    return fd >= 0 && done(listen(fd, 16) == 0, "listen") ? fd : -1;
}

static inline int listener(int family, struct sockaddr_storage *address)
{
    int fd = try_listener(family, address);
    require(fd >= 0, failed_at);
    return fd;
}

static inline int connected(int type, const struct sockaddr_storage *to)
{
    int fd = new_socket(to->ss_family, type);
    require(connect(fd, (const struct sockaddr *)to, address_size(to)) == 0, "connect");
    return fd;
}

static inline int accepted(int listening)
{
    wait_for(listening, POLLIN);
    int fd = accept(listening, NULL, NULL);
    require(fd >= 0, "accept");
    return fd;
}

/* pair[0] has connected, pair[1] was accepted. Fails only on a host without listeners. */
static inline int try_stream_pair(int family, int pair[2])
{
    struct sockaddr_storage address;
    int listening = try_listener(family, &address);
    if (listening < 0)
        return -1;
    pair[0] = connected(SOCK_STREAM, &address);
    pair[1] = accepted(listening);
    return close(listening);
}

static inline int try_tcp_pair(int pair[2]) { return try_stream_pair(AF_INET, pair); }

static inline void stream_pair(int family, int pair[2]) { require(try_stream_pair(family, pair) == 0, failed_at); }

static inline void tcp_pair(int pair[2]) { stream_pair(AF_INET, pair); }

static inline int udp_on_loopback(struct sockaddr_storage *address) { return bound(AF_INET, SOCK_DGRAM, address); }

/* Two UDP sockets, each connected to the other. */
static inline int try_udp_pair(int pair[2])
{
    struct sockaddr_storage first, second;
    pair[0] = try_bound_anyhow(AF_INET, SOCK_DGRAM, &first);
    if (pair[0] < 0)
        return -1;
    pair[1] = try_bound_anyhow(AF_INET, SOCK_DGRAM, &second);
    require(pair[1] >= 0, failed_at);
    require(connect(pair[0], SA(&second), address_size(&second)) == 0, "connect");
    require(connect(pair[1], SA(&first), address_size(&first)) == 0, "connect");
    return 0;
}

static inline void udp_pair(int pair[2]) { require(try_udp_pair(pair) == 0, failed_at); }

/* A TCP socket that holds a port without listening: connections to it are refused, and no other socket can take it. */
static inline int refusing(struct sockaddr_storage *address) { return bound(AF_INET, SOCK_STREAM, address); }

static inline void set_nonblocking(int fd)
{
    require(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0, "fcntl");
}

#endif
