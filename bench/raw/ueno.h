/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The imports of ueno/wasi-networking for TCP over IPv4: a control has an address in text, makes connections, and these
   have a stream. */

#include "preview1-data.h"

#define NETWORKING(name) IMPORT_OF("networking", #name) int import_##name

/* The protocols: the first descriptors after the standard streams are UDP's and TCP's. */
#define TCP 4
#define STREAM 6
#define ANYWHERE "0.0.0.0:0"

NETWORKING(open)(int protocol, const char *addr, size_t len, int kind, int64_t rights, int64_t inheriting, int flags, int *fd);
NETWORKING(listen)(int control, int backlog);
NETWORKING(accept)(int control, int *connection);
NETWORKING(connect)(int control, const char *addr, size_t len, int *connection);
NETWORKING(stream_create)(int connection, int64_t rights, int64_t inheriting, int flags, int *stream);

struct raw_text {
    char bytes[sizeof "255.255.255.255:65535"];
    size_t len;
};

static inline void raw_number(struct raw_text *text, unsigned number, char end)
{
    for (unsigned unit = 10000; unit > 0; unit /= 10)
        if (number >= unit || unit == 1) text->bytes[text->len++] = (char)('0' + number / unit % 10);
    text->bytes[text->len++] = end;
}

static inline struct raw_text raw_encode(const struct sockaddr *addr)
{
    const struct sockaddr_in *in = (const void *)addr;
    const uint8_t *octets = (const void *)&in->sin_addr;
    struct raw_text text = {.len = 0};
    for (int i = 0; i < 4; i++) raw_number(&text, octets[i], i < 3 ? '.' : ':');
    raw_number(&text, ntohs(in->sin_port), 0);
    text.len--;
    return text;
}

static inline int raw_stream(int connection)
{
    int fd;
    return import_stream_create(connection, 0, 0, 0, &fd) == 0 ? fd : -1;
}

static inline int raw_bind(int *fd, const struct sockaddr *addr)
{
    struct raw_text text = raw_encode(addr);
    return -(import_open(TCP, text.bytes, text.len, STREAM, 0, 0, 0, fd) != 0);
}

static inline int raw_connect(int *fd, const struct sockaddr *addr)
{
    struct raw_text text = raw_encode(addr);
    int control, connection;
    if (import_open(TCP, ANYWHERE, sizeof ANYWHERE - 1, STREAM, 0, 0, 0, &control) != 0) return -1;
    if (import_connect(control, text.bytes, text.len, &connection) != 0) return -1;
    return -((*fd = raw_stream(connection)) < 0);
}

static inline int raw_accept(int fd)
{
    int connection;
    return import_accept(fd, &connection) == 0 ? raw_stream(connection) : -1;
}

#define socket(family, kind, protocol) 0
#define setsockopt(fd, level, name, value, len) ((void)(value))
#define bind(fd, addr, len) raw_bind(&(fd), addr)
#define connect(fd, addr, len) raw_connect(&(fd), addr)
#define listen(fd, backlog) (-(import_listen(fd, backlog) != 0))
#define accept(fd, addr, len) raw_accept(fd)
