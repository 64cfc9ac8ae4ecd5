/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The imports of the WASI pull requests 312 and 459 for IPv4. */

#include <stdint.h>

#define SOCK(name) \
    __attribute__((__import_module__("wasi_ephemeral_sock"), __import_name__(#name))) int import_##name

/* The address pool: the first descriptor after the standard streams, on a host that opens nothing else. */
#define POOL 3

struct raw_addr {
    uint8_t kind, pad;
    uint8_t octets[4];
    uint16_t port;
    uint8_t rest[12];
};

__attribute__((__import_module__("wasi_snapshot_preview1"), __import_name__("fd_close"))) int fd_close(int fd);
SOCK(open)(int pool, int family, int kind, int *fd);
SOCK(bind)(int fd, const struct raw_addr *addr);
SOCK(connect)(int fd, const struct raw_addr *addr);
SOCK(listen)(int fd, int backlog);
SOCK(accept)(int fd, int *new_fd);
SOCK(send)(int fd, const void *data, size_t n, int flags, size_t *len);
SOCK(recv)(int fd, void *room, size_t n, int flags, size_t *len, int *out_flags);
SOCK(send_to)(int fd, const void *data, size_t n, const struct raw_addr *to, int flags, size_t *len);
SOCK(recv_from)(int fd, void *room, size_t n, struct raw_addr *from, size_t size, int flags, size_t *len);
SOCK(set_reuse_addr)(int fd, int on);

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
    return import_open(POOL, family - AF_INET, kind - SOCK_DGRAM, &fd) == 0 ? fd : -1;
}

static inline int raw_bind(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_addr raw = raw_encode(addr);
    (void)len;
    return -(import_bind(fd, &raw) != 0);
}

static inline int raw_connect(int fd, const struct sockaddr *addr, socklen_t len)
{
    struct raw_addr raw = raw_encode(addr);
    (void)len;
    return -(import_connect(fd, &raw) != 0);
}

static inline int raw_listen(int fd, int backlog)
{
    return -(import_listen(fd, backlog) != 0);
}

static inline int raw_accept(int fd, struct sockaddr *addr, socklen_t *len)
{
    int new_fd;
    (void)addr, (void)len;
    return import_accept(fd, &new_fd) == 0 ? new_fd : -1;
}

static inline ssize_t raw_send(int fd, const void *data, size_t n, int flags)
{
    size_t len;
    (void)flags;
    return import_send(fd, data, n, 0, &len) == 0 ? (ssize_t)len : -1;
}

static inline ssize_t raw_recv(int fd, void *room, size_t n, int flags)
{
    size_t len;
    int out_flags;
    (void)flags;
    return import_recv(fd, room, n, 0, &len, &out_flags) == 0 ? (ssize_t)len : -1;
}

static inline ssize_t raw_sendto(int fd, const void *data, size_t n, int flags, const struct sockaddr *to, socklen_t to_len)
{
    struct raw_addr raw = raw_encode(to);
    size_t len;
    (void)flags, (void)to_len;
    return import_send_to(fd, data, n, &raw, 0, &len) == 0 ? (ssize_t)len : -1;
}

static inline ssize_t raw_recvfrom(int fd, void *room, size_t n, int flags, struct sockaddr *from, socklen_t *from_len)
{
    struct sockaddr_in *in = (void *)from;
    struct raw_addr raw;
    size_t len;
    (void)flags;
    if (import_recv_from(fd, room, n, &raw, sizeof raw, 0, &len) != 0) return -1;
    in->sin_family = AF_INET;
    in->sin_port = htons(raw.port);
    __builtin_memcpy(&in->sin_addr, raw.octets, 4);
    *from_len = sizeof *in;
    return (ssize_t)len;
}

static inline int raw_setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
    (void)level, (void)name, (void)len;
    return -(import_set_reuse_addr(fd, *(const int *)value) != 0);
}

#define close fd_close
#define socket raw_socket
#define bind raw_bind
#define connect raw_connect
#define listen raw_listen
#define accept raw_accept
#define send raw_send
#define recv raw_recv
#define sendto raw_sendto
#define recvfrom raw_recvfrom
#define setsockopt raw_setsockopt
