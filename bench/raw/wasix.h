/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The imports of WASIX for IPv4. Ports are read in the machine's order and written in the network's. */

#include "preview1-data.h"

#define WASIX(name) IMPORT_OF("wasix_32v1", #name) int name

struct raw_addr {
    uint8_t family, pad;
    uint16_t port;
    uint8_t octets[4], rest[102];
};

WASIX(sock_open)(int family, int kind, int protocol, int *fd);
WASIX(sock_bind)(int fd, const struct raw_addr *addr);
WASIX(sock_connect)(int fd, const struct raw_addr *addr);
WASIX(sock_listen)(int fd, int backlog);
IMPORT(sock_accept)(int fd, int flags, int *new_fd);
WASIX(sock_send_to)(int fd, const struct iovec *data, size_t n, int flags, const struct raw_addr *to, size_t *len);
WASIX(sock_recv_from)(int fd, const struct iovec *room, size_t n, int flags, size_t *len, int *out_flags, struct raw_addr *from);
WASIX(sock_set_opt_flag)(int fd, int option, int on);

/* The rest is not looked at. */
static inline void raw_encode(struct raw_addr *raw, const struct sockaddr *addr)
{
    const struct sockaddr_in *in = (const void *)addr;
    raw->family = 1;
    raw->port = ntohs(in->sin_port);
    __builtin_memcpy(raw->octets, &in->sin_addr, 4);
}

static inline int raw_socket(int family, int kind, int protocol)
{
    int fd, stream = kind == SOCK_STREAM;
    (void)protocol;
    return sock_open(family - AF_INET + 1, stream ? 1 : 2, stream ? 6 : 17, &fd) == 0 ? fd : -1;
}

static inline int raw_bind(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_addr raw;
    raw_encode(&raw, addr);
    (void)len;
    return -(sock_bind(fd, &raw) != 0);
}

static inline int raw_connect(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_addr raw;
    raw_encode(&raw, addr);
    (void)len;
    return -(sock_connect(fd, &raw) != 0);
}

static inline int raw_listen(int fd, int backlog)
{
    return -(sock_listen(fd, backlog) != 0);
}

static inline int raw_accept(int fd, struct sockaddr *addr, socklen_t *len)
{
    int new_fd;
    (void)addr, (void)len;
    return sock_accept(fd, 0, &new_fd) == 0 ? new_fd : -1;
}

static inline ssize_t raw_sendto(int fd, const void *data, size_t n, int flags, const struct sockaddr *to, socklen_t to_len)
{
    struct iovec part = {.iov_base = (void *)data, .iov_len = n};
    struct raw_addr raw;
    size_t len;
    raw_encode(&raw, to);
    (void)flags, (void)to_len;
    return sock_send_to(fd, &part, 1, 0, &raw, &len) == 0 ? (ssize_t)len : -1;
}

static inline ssize_t raw_recvfrom(int fd, void *room, size_t n, int flags, struct sockaddr *from, socklen_t *from_len)
{
    struct iovec part = {.iov_base = room, .iov_len = n};
    struct sockaddr_in *in = (void *)from;
    struct raw_addr raw;
    size_t len;
    int out_flags;
    (void)flags;
    if (sock_recv_from(fd, &part, 1, 0, &len, &out_flags, &raw) != 0) return -1;
    in->sin_family = AF_INET;
    in->sin_port = raw.port;
    __builtin_memcpy(&in->sin_addr, raw.octets, 4);
    *from_len = sizeof *in;
    return (ssize_t)len;
}

/* 2 is the number of SO_REUSEADDR. */
static inline int raw_setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
    (void)level, (void)name, (void)len;
    return -(sock_set_opt_flag(fd, 2, *(const int *)value) != 0);
}

#define socket raw_socket
#define bind raw_bind
#define connect raw_connect
#define listen raw_listen
#define accept raw_accept
#define sendto raw_sendto
#define recvfrom raw_recvfrom
#define setsockopt raw_setsockopt
