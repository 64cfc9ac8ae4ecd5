/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Sending, receiving and closing by the imports that preview 1 has for it, which most runtimes take over. What these functions
   cost is the least that it can cost: they check nothing, and leave errno alone. */

#include <stdint.h>

#define IMPORT_OF(module, name) __attribute__((__import_module__(module), __import_name__(name)))
#define IMPORT(name) IMPORT_OF("wasi_snapshot_preview1", #name) int name

IMPORT(fd_close)(int fd);
IMPORT(sock_send)(int fd, const struct iovec *data, size_t n, int flags, size_t *len);
IMPORT(sock_recv)(int fd, const struct iovec *room, size_t n, int flags, size_t *len, int *out_flags);

static inline ssize_t raw_send(int fd, const void *data, size_t n, int flags)
{
    struct iovec part = {.iov_base = (void *)data, .iov_len = n};
    size_t len;
    (void)flags;
    return sock_send(fd, &part, 1, 0, &len) == 0 ? (ssize_t)len : -1;
}

static inline ssize_t raw_recv(int fd, void *room, size_t n, int flags)
{
    struct iovec part = {.iov_base = room, .iov_len = n};
    size_t len;
    int out_flags;
    (void)flags;
    return sock_recv(fd, &part, 1, 0, &len, &out_flags) == 0 ? (ssize_t)len : -1;
}

#define close fd_close
#define send raw_send
#define recv raw_recv
