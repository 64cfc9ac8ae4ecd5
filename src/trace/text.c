/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* How a trace writes numbers: as the constants of the program's source. */
#include "text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/un.h>
#include <unistd.h>
#include <wasi/api.h>

struct name {
    int number;
    const char *text;
};

#define NAME(number) {number, #number}
#define FIND(table, number) find(table, sizeof table / sizeof *table, number)

/* The number in digits if it has no name; valid until the next such number. */
static const char *find(const struct name *table, size_t count, int number)
{
    static _Thread_local char digits[16];
    for (size_t i = 0; i < count; i++)
        if (table[i].number == number)
            return table[i].text;
    snprintf(digits, sizeof digits, "%d", number);
    return digits;
}

const char *family_name(int family)
{
    static const struct name names[] = {NAME(AF_UNSPEC), NAME(AF_INET), NAME(AF_INET6), NAME(AF_UNIX)};
    return FIND(names, family);
}

const char *type_name(int type)
{
    static const struct name names[] = {
        NAME(SOCK_STREAM), NAME(SOCK_DGRAM), NAME(SOCK_RAW), NAME(SOCK_SEQPACKET), NAME(SOCK_RDM),
        NAME(SOCK_STREAM | SOCK_NONBLOCK), NAME(SOCK_DGRAM | SOCK_NONBLOCK),
        NAME(SOCK_STREAM | SOCK_CLOEXEC), NAME(SOCK_DGRAM | SOCK_CLOEXEC),
        NAME(SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC), NAME(SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC),
    };
    return FIND(names, type);
}

const char *option_name(int level, int name)
{
    static const struct name socket[] = {
        NAME(SO_REUSEADDR), NAME(SO_REUSEPORT), NAME(SO_KEEPALIVE), NAME(SO_BROADCAST), NAME(SO_LINGER),
        NAME(SO_RCVBUF), NAME(SO_SNDBUF), NAME(SO_RCVTIMEO), NAME(SO_SNDTIMEO), NAME(SO_RCVLOWAT),
        NAME(SO_OOBINLINE), NAME(SO_DONTROUTE), NAME(SO_BINDTODEVICE), NAME(SO_ERROR), NAME(SO_TYPE),
        NAME(SO_DOMAIN), NAME(SO_PROTOCOL), NAME(SO_ACCEPTCONN),
    };
    static const struct name tcp[] = {
        NAME(TCP_NODELAY), NAME(TCP_KEEPIDLE), NAME(TCP_KEEPINTVL), NAME(TCP_KEEPCNT), NAME(TCP_QUICKACK),
        NAME(TCP_MAXSEG), NAME(TCP_USER_TIMEOUT), NAME(TCP_FASTOPEN), NAME(TCP_FASTOPEN_CONNECT), NAME(TCP_INFO),
    };
    static const struct name ip[] = {
        NAME(IP_TTL), NAME(IP_TOS), NAME(IP_MULTICAST_TTL), NAME(IP_MULTICAST_LOOP), NAME(IP_MULTICAST_IF),
        NAME(IP_ADD_MEMBERSHIP), NAME(IP_DROP_MEMBERSHIP),
    };
    static const struct name ipv6[] = {
        NAME(IPV6_V6ONLY), NAME(IPV6_UNICAST_HOPS), NAME(IPV6_MULTICAST_HOPS), NAME(IPV6_MULTICAST_LOOP),
        NAME(IPV6_MULTICAST_IF), NAME(IPV6_JOIN_GROUP), NAME(IPV6_LEAVE_GROUP),
    };
    switch (level) {
    case SOL_SOCKET: return FIND(socket, name);
    case IPPROTO_TCP: return FIND(tcp, name);
    case IPPROTO_IP: return FIND(ip, name);
    case IPPROTO_IPV6: return FIND(ipv6, name);
    default: return "an option of an unknown level";
    }
}

const char *error_name(int error)
{
    static const struct name names[] = {
        NAME(EACCES), NAME(EADDRINUSE), NAME(EADDRNOTAVAIL), NAME(EAFNOSUPPORT), NAME(EAGAIN), NAME(EALREADY),
        NAME(EBADF), NAME(ECONNABORTED), NAME(ECONNREFUSED), NAME(ECONNRESET), NAME(EDESTADDRREQ), NAME(EFAULT),
        NAME(EHOSTUNREACH), NAME(EINPROGRESS), NAME(EINTR), NAME(EINVAL), NAME(EIO), NAME(EISCONN), NAME(EMFILE),
        NAME(EMSGSIZE), NAME(ENETUNREACH), NAME(ENFILE), NAME(ENOBUFS), NAME(ENOMEM), NAME(ENOPROTOOPT),
        NAME(ENOSYS), NAME(ENOTCONN), NAME(ENOTSOCK), NAME(ENOTTY), NAME(EOPNOTSUPP), NAME(EPERM), NAME(EPIPE),
        NAME(EPROTONOSUPPORT), NAME(EPROTOTYPE), NAME(ESOCKTNOSUPPORT), NAME(ETIMEDOUT),
    };
    return FIND(names, error);
}

/* As in the library, address 0 is outside memory. */
int is_readable(const void *at, size_t length)
{
    uint64_t end = (uint64_t)__builtin_wasm_memory_size(0) * 65536;
    return at && (uintptr_t)at + (uint64_t)length <= end;
}

int are_readable(const void *at, size_t count, size_t size)
{
    return count <= SIZE_MAX / size && is_readable(at, count * size);
}

/* A program that has closed standard error may get a socket with that number. The trace must not go to its peer. */
static int is_open(void)
{
    static int began_as = -1;
    __wasi_fdstat_t now;
    if (__wasi_fd_fdstat_get(STDERR_FILENO, &now) != 0)
        return 0;
    if (began_as < 0)
        began_as = now.fs_filetype;
    return now.fs_filetype == began_as;
}

/* Writing must not change the program's errno. */
static void write_out(const char *format, va_list arguments)
{
    int error = errno;
    if (is_open())
        vdprintf(STDERR_FILENO, format, arguments);
    errno = error;
}

void add(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_out(format, arguments);
    va_end(arguments);
}

void calling(const char *format, ...)
{
    add("wasock: ");
    va_list arguments;
    va_start(arguments, format);
    write_out(format, arguments);
    va_end(arguments);
}

void add_address(const struct sockaddr *address, socklen_t length)
{
    char host[INET6_ADDRSTRLEN];
    const struct sockaddr_in *v4 = (const void *)address;
    const struct sockaddr_in6 *v6 = (const void *)address;
    if (!address)
        add("NULL");
    else if (!is_readable(address, length))
        add("an address outside memory");
    else if (length >= sizeof *v4 && address->sa_family == AF_INET)
        add("%s:%d", inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host), ntohs(v4->sin_port));
    else if (length >= sizeof *v6 && address->sa_family == AF_INET6)
        add("[%s]:%d", inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host), ntohs(v6->sin6_port));
    else if (length > offsetof(struct sockaddr_un, sun_path) && address->sa_family == AF_UNIX)
        add("%.*s", (int)(length - offsetof(struct sockaddr_un, sun_path)), ((const struct sockaddr_un *)address)->sun_path);
    else if (length < sizeof address->sa_family)
        add("an address of %u bytes", (unsigned)length);
    else
        add("an address of %s, %u bytes", family_name(address->sa_family), (unsigned)length);
}

void add_flags(int flags)
{
    static const struct name names[] = {
        NAME(MSG_PEEK), NAME(MSG_WAITALL), NAME(MSG_TRUNC), NAME(MSG_DONTWAIT), NAME(MSG_NOSIGNAL), NAME(MSG_OOB),
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].number)
            add(", %s", names[i].text);
}

void add_entries(const struct pollfd *entries, nfds_t count, int answers)
{
    static const struct name names[] = {NAME(POLLIN), NAME(POLLOUT), NAME(POLLERR), NAME(POLLHUP), NAME(POLLNVAL)};
    add(answers ? " [" : "[");
    if (!are_readable(entries, count, sizeof *entries))
        count = 0;
    for (nfds_t i = 0; i < count; i++) {
        int events = answers ? entries[i].revents : entries[i].events;
        if (answers && events == 0)
            continue;
        add(" %d", entries[i].fd);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            if (events & names[n].number)
                add(" %s", names[n].text);
    }
    add(" ]");
}
