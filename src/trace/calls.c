/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The calls that a trace reports. The linker redirects a program's call of f to __wrap_f, and __real_f to the library;
   a program that is linked without the trace contains none of this. The build takes the names from the lines that begin with
   TRACED, and wasock-cc -trace gives them to the linker. */
#define _GNU_SOURCE
#include <netdb.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/uio.h>

#include "text.h"

/* A function: its result, its name, its parameters. */
#define TRACED(type, name, parameters) \
    type __real_##name parameters;     \
    type __wrap_##name parameters;     \
    type __wrap_##name parameters

/* The life of a socket */

TRACED(int, socket, (int domain, int type, int protocol))
{
    calling("socket(%s, %s, %d)", family_name(domain), type_name(type), protocol);
    return returned(__real_socket(domain, type, protocol), 0);
}

TRACED(int, socketpair, (int domain, int type, int protocol, int *fds))
{
    calling("socketpair(%s, %s, %d)", family_name(domain), type_name(type), protocol);
    int result = __real_socketpair(domain, type, protocol, fds);
    if (result == 0)
        add(" [%d, %d]", fds[0], fds[1]);
    return returned(result, 0);
}

TRACED(int, bind, (int fd, const struct sockaddr *address, socklen_t length))
{
    calling("bind(%d, ", fd);
    add_address(address, length);
    add(")");
    return returned(__real_bind(fd, address, length), address);
}

TRACED(int, connect, (int fd, const struct sockaddr *address, socklen_t length))
{
    calling("connect(%d, ", fd);
    add_address(address, length);
    add(")");
    return returned(__real_connect(fd, address, length), address);
}

TRACED(int, listen, (int fd, int backlog))
{
    calling("listen(%d, %d)", fd, backlog);
    return returned(__real_listen(fd, backlog), 0);
}

/* A returned address: `room` is the size of the caller's buffer. */
static void answered(const struct sockaddr *address, const socklen_t *length, socklen_t room)
{
    if (!address || !is_readable(length, sizeof *length))
        return;
    add(" from ");
    add_address(address, *length < room ? *length : room);
}

/* A call that returns an address, unless it fails. */
#define WITH_ANSWER(call, address, length)           \
    socklen_t room = is_readable(length, sizeof *(length)) ? *(length) : 0; \
    int result = call;                               \
    if (result >= 0)                                 \
        answered(address, length, room);             \
    return returned(result, 0)

TRACED(int, wasock_accept, (int fd, struct sockaddr *address, socklen_t *length))
{
    calling("accept(%d)", fd);
    WITH_ANSWER(__real_wasock_accept(fd, address, length), address, length);
}

TRACED(int, wasock_accept4, (int fd, struct sockaddr *address, socklen_t *length, int flags))
{
    calling("accept4(%d, 0x%x)", fd, (unsigned)flags);
    WITH_ANSWER(__real_wasock_accept4(fd, address, length, flags), address, length);
}

TRACED(int, getsockname, (int fd, struct sockaddr *address, socklen_t *length))
{
    calling("getsockname(%d)", fd);
    WITH_ANSWER(__real_getsockname(fd, address, length), address, length);
}

TRACED(int, getpeername, (int fd, struct sockaddr *address, socklen_t *length))
{
    calling("getpeername(%d)", fd);
    WITH_ANSWER(__real_getpeername(fd, address, length), address, length);
}

TRACED(int, wasock_shutdown, (int fd, int how))
{
    calling("shutdown(%d, %s)", fd, how == SHUT_RD ? "SHUT_RD" : how == SHUT_WR ? "SHUT_WR" : "SHUT_RDWR");
    return returned(__real_wasock_shutdown(fd, how), 0);
}

/* Data */

TRACED(ssize_t, wasock_send, (int fd, const void *data, size_t length, int flags))
{
    calling("send(%d, %zu bytes", fd, length);
    add_flags(flags);
    add(")");
    return returned(__real_wasock_send(fd, data, length, flags), 0);
}

TRACED(ssize_t, sendto,
       (int fd, const void *data, size_t length, int flags, const struct sockaddr *address, socklen_t address_length))
{
    calling("sendto(%d, %zu bytes", fd, length);
    add_flags(flags);
    add(", ");
    add_address(address, address_length);
    add(")");
    return returned(__real_sendto(fd, data, length, flags, address, address_length), address);
}

/* An empty message in place of one that the library will refuse. */
static const struct msghdr *readable(const struct msghdr *message)
{
    static const struct msghdr nothing;
    return is_readable(message, sizeof *message) ? message : &nothing;
}

static size_t bytes(const struct msghdr *message)
{
    size_t sum = 0, count = (size_t)message->msg_iovlen;
    if (!are_readable(message->msg_iov, count, sizeof *message->msg_iov))
        return 0;
    for (size_t i = 0; i < count; i++)
        sum += message->msg_iov[i].iov_len;
    return sum;
}

TRACED(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags))
{
    const struct msghdr *seen = readable(message);
    calling("sendmsg(%d, %zu bytes", fd, bytes(seen));
    add_flags(flags);
    add(", ");
    add_address(seen->msg_name, seen->msg_namelen);
    add(")");
    return returned(__real_sendmsg(fd, message, flags), seen->msg_name);
}

TRACED(ssize_t, wasock_recv, (int fd, void *data, size_t length, int flags))
{
    calling("recv(%d, %zu bytes", fd, length);
    add_flags(flags);
    add(")");
    return returned(__real_wasock_recv(fd, data, length, flags), 0);
}

TRACED(ssize_t, recvfrom,
       (int fd, void *data, size_t length, int flags, struct sockaddr *address, socklen_t *address_length))
{
    calling("recvfrom(%d, %zu bytes", fd, length);
    add_flags(flags);
    add(")");
    WITH_ANSWER(__real_recvfrom(fd, data, length, flags, address, address_length), address, address_length);
}

TRACED(ssize_t, recvmsg, (int fd, struct msghdr *message, int flags))
{
    calling("recvmsg(%d, %zu bytes", fd, bytes(readable(message)));
    add_flags(flags);
    add(")");
    return returned(__real_recvmsg(fd, message, flags), 0);
}

/* Options and readiness */

TRACED(int, wasock_getsockopt, (int fd, int level, int name, void *value, socklen_t *length))
{
    calling("getsockopt(%d, %s)", fd, option_name(level, name));
    int result = __real_wasock_getsockopt(fd, level, name, value, length);
    if (result == 0 && *length == sizeof(int))
        add(" [%d]", *(int *)value);
    return returned(result, 0);
}

TRACED(int, setsockopt, (int fd, int level, int name, const void *value, socklen_t length))
{
    calling("setsockopt(%d, %s", fd, option_name(level, name));
    if (length == sizeof(int) && is_readable(value, length))
        add(", %d", *(const int *)value);
    add(")");
    return returned(__real_setsockopt(fd, level, name, value, length), 0);
}

TRACED(int, wasock_ioctl, (int fd, int request, void *argument))
{
    calling("ioctl(%d, %s)", fd, request == FIONBIO ? "FIONBIO" : request == FIONREAD ? "FIONREAD" : "?");
    return returned(__real_wasock_ioctl(fd, request, argument), 0);
}

TRACED(int, wasock_poll, (struct pollfd *entries, nfds_t count, int timeout))
{
    calling("poll(");
    add_entries(entries, count, 0);
    add(", %d ms)", timeout);
    int result = __real_wasock_poll(entries, count, timeout);
    if (result > 0)
        add_entries(entries, count, 1);
    return returned(result, 0);
}

TRACED(int, wasock_select, (int count, fd_set *in, fd_set *out, fd_set *odd, struct timeval *timeout))
{
    calling("select(%d)", count);
    return returned(__real_wasock_select(count, in, out, odd, timeout), 0);
}

/* Names */

TRACED(int, getaddrinfo,
       (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **list))
{
    calling("getaddrinfo(%s, %s)", host ? host : "NULL", service ? service : "NULL");
    int code = __real_getaddrinfo(host, service, hints, list);
    for (const struct addrinfo *entry = code ? 0 : *list; entry; entry = entry->ai_next) {
        add(" ");
        add_address(entry->ai_addr, entry->ai_addrlen);
    }
    return looked_up(code, host);
}

TRACED(struct hostent *, gethostbyname, (const char *name))
{
    calling("gethostbyname(%s)", name);
    struct hostent *found = __real_gethostbyname(name);
    add(found ? " found" : " %s", hstrerror(h_errno));
    returned(found ? 0 : -1, 0);
    return found;
}
