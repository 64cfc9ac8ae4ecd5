/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The imports of WAMR for IPv4. */

#include "preview1-data.h"

struct raw_addr {
    int32_t kind;
    uint8_t octets[4];
    uint16_t port;
    uint8_t rest[14];
};

IMPORT(sock_open)(int pool, int family, int kind, int *fd);
IMPORT(sock_bind)(int fd, const struct raw_addr *addr);
IMPORT(sock_connect)(int fd, const struct raw_addr *addr);
IMPORT(sock_listen)(int fd, int backlog);
IMPORT(sock_accept)(int fd, int flags, int *new_fd);
IMPORT(sock_send_to)(int fd, const struct iovec *data, size_t n, int flags, const struct raw_addr *to, size_t *len);
IMPORT(sock_recv_from)(int fd, const struct iovec *room, size_t n, int flags, struct raw_addr *from, size_t *len);
IMPORT(sock_addr_local)(int fd, struct raw_addr *addr);
IMPORT(sock_set_reuse_addr)(int fd, int on);

static inline void raw_decode(const struct raw_addr *raw, struct sockaddr *addr, socklen_t *len)
{
    struct sockaddr_in *in = (void *)addr;
    in->sin_family = AF_INET;
    in->sin_port = htons(raw->port);
    __builtin_memcpy(&in->sin_addr, raw->octets, 4);
    *len = sizeof *in;
}

static inline struct raw_addr raw_encode(const struct sockaddr *addr)
{
    const struct sockaddr_in *in = (const void *)addr;
    struct raw_addr raw = {.port = ntohs(in->sin_port)};
    __builtin_memcpy(raw.octets, &in->sin_addr, 4);
    return raw;
}

static inline int raw_socket(int family, int kind, int protocol)
{
    int fd;
    (void)protocol;
    return sock_open(-1, family - AF_INET, kind - SOCK_DGRAM, &fd) == 0 ? fd : -1;
}

static inline int raw_bind(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_addr raw = raw_encode(addr);
    (void)len;
    return -(sock_bind(fd, &raw) != 0);
}

static inline int raw_connect(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_addr raw = raw_encode(addr);
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
    struct raw_addr raw = raw_encode(to);
    size_t len;
    (void)flags, (void)to_len;
    return sock_send_to(fd, &part, 1, 0, &raw, &len) == 0 ? (ssize_t)len : -1;
}

static inline ssize_t raw_recvfrom(int fd, void *room, size_t n, int flags, struct sockaddr *from, socklen_t *from_len)
{
    struct iovec part = {.iov_base = room, .iov_len = n};
    struct raw_addr raw;
    size_t len;
    (void)flags;
    if (sock_recv_from(fd, &part, 1, 0, &raw, &len) != 0) return -1;
    raw_decode(&raw, from, from_len);
    return (ssize_t)len;
}

static inline int raw_getsockname(int fd, struct sockaddr *addr, socklen_t *len)
{
    struct raw_addr raw;
    if (sock_addr_local(fd, &raw) != 0) return -1;
    raw_decode(&raw, addr, len);
    return 0;
}

static inline int raw_setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
    (void)level, (void)name, (void)len;
    return -(sock_set_reuse_addr(fd, *(const int *)value) != 0);
}

#define socket raw_socket
#define bind raw_bind
#define connect raw_connect
#define listen raw_listen
#define accept raw_accept
#define sendto raw_sendto
#define recvfrom raw_recvfrom
#define getsockname raw_getsockname
#define setsockopt raw_setsockopt
