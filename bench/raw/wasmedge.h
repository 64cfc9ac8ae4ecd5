/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The imports of WasmEdge, second version, for IPv4. An address is a buffer, and a port beside it. */

#include "preview1-data.h"

struct raw_buffer {
    void *octets;
    size_t len;
};

/* As it is told: the family, then the octets. */
struct raw_storage {
    uint16_t family;
    uint8_t octets[126];
};

/* Those that take an address; wasmedge-v2 has them under names of their own. */
#ifndef ADDRESSED
#define ADDRESSED(name) IMPORT(name)
#endif

IMPORT(sock_open)(int family, int kind, int *fd);
ADDRESSED(sock_bind)(int fd, const struct raw_buffer *addr, int port);
ADDRESSED(sock_connect)(int fd, const struct raw_buffer *addr, int port);
IMPORT(sock_listen)(int fd, int backlog);
IMPORT(sock_accept)(int fd, int flags, int *new_fd);
ADDRESSED(sock_send_to)(int fd, const struct iovec *data, size_t n, const struct raw_buffer *to, int port, int flags, size_t *len);
IMPORT(sock_recv_from)(int fd, const struct iovec *room, size_t n, const struct raw_buffer *from, int flags, uint32_t *port,
                       size_t *len, int *out_flags);
IMPORT(sock_setsockopt)(int fd, int level, int name, const void *value, size_t len);

static inline struct raw_buffer raw_octets(const struct sockaddr *addr)
{
    return (struct raw_buffer){.octets = &((struct sockaddr_in *)addr)->sin_addr, .len = 4};
}

static inline int raw_port(const struct sockaddr *addr)
{
    return ntohs(((const struct sockaddr_in *)addr)->sin_port);
}

static inline int raw_socket(int family, int kind, int protocol)
{
    int fd;
    (void)protocol;
    return sock_open(family - AF_INET + 1, kind - SOCK_DGRAM + 1, &fd) == 0 ? fd : -1;
}

static inline int raw_bind(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_buffer raw = raw_octets(addr);
    (void)len;
    return -(sock_bind(fd, &raw, raw_port(addr)) != 0);
}

static inline int raw_connect(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_buffer raw = raw_octets(addr);
    (void)len;
    return -(sock_connect(fd, &raw, raw_port(addr)) != 0);
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
    struct raw_buffer raw = raw_octets(to);
    size_t len;
    (void)flags, (void)to_len;
    return sock_send_to(fd, &part, 1, &raw, raw_port(to), 0, &len) == 0 ? (ssize_t)len : -1;
}

/* The port is in network order, as POSIX has it. */
static inline ssize_t raw_recvfrom(int fd, void *room, size_t n, int flags, struct sockaddr *from, socklen_t *from_len)
{
    struct iovec part = {.iov_base = room, .iov_len = n};
    struct raw_storage storage;
    struct raw_buffer raw = {.octets = &storage, .len = sizeof storage};
    struct sockaddr_in *in = (void *)from;
    uint32_t port;
    size_t len;
    int out_flags;
    (void)flags;
    if (sock_recv_from(fd, &part, 1, &raw, 0, &port, &len, &out_flags) != 0) return -1;
    in->sin_family = AF_INET;
    in->sin_port = (uint16_t)port;
    __builtin_memcpy(&in->sin_addr, storage.octets, 4);
    *from_len = sizeof *in;
    return (ssize_t)len;
}

static inline int raw_setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
    (void)level, (void)name;
    return -(sock_setsockopt(fd, 0, 0, value, len) != 0);
}

#define socket raw_socket
#define bind raw_bind
#define connect raw_connect
#define listen raw_listen
#define accept raw_accept
#define sendto raw_sendto
#define recvfrom raw_recvfrom
#define setsockopt raw_setsockopt
