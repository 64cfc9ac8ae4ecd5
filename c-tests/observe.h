/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The base of every C test: one observation on a line ("label: value"), errno and EAI codes by name, and ready-made
 * loopback sockets.  The printed values must be the same in every run and on every machine, so a test prints no ports,
 * no descriptors and no times.  Every wait has a limit: a test that would hang prints that and fails. */
#ifndef OBSERVE_H
#define OBSERVE_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* Long enough for a busy machine, short enough for a person who waits. */
#define PATIENCE_MS 10000

struct code_name {
    int code;
    const char *name;
};

#define CODE(c) {c, #c}

static inline const char *code_name(const struct code_name *table, size_t entries, int code)
{
    for (size_t i = 0; i < entries; i++)
        if (table[i].code == code)
            return table[i].name;
    return "a code without a name here";
}

/* EWOULDBLOCK is EAGAIN and ENOTSUP is EOPNOTSUPP wherever these tests run; each pair has one name here. So have Linux's
 * ESOCKTNOSUPPORT and POSIX's EPROTOTYPE, which wasock returns in its place. */
static inline const char *errno_name(int code)
{
    static const struct code_name table[] = {
        {0, "0"},
        CODE(E2BIG), CODE(EACCES), CODE(EADDRINUSE), CODE(EADDRNOTAVAIL), CODE(EAFNOSUPPORT), CODE(EAGAIN),
        CODE(EALREADY), CODE(EBADF), CODE(ECONNABORTED), CODE(ECONNREFUSED), CODE(ECONNRESET), CODE(EDESTADDRREQ),
        CODE(EDOM), CODE(EFAULT), CODE(EHOSTUNREACH), CODE(EINPROGRESS), CODE(EINTR), CODE(EINVAL), CODE(EIO),
        CODE(EISCONN), CODE(EISDIR), CODE(EMFILE), CODE(EMSGSIZE), CODE(ENAMETOOLONG), CODE(ENETDOWN), CODE(ENETUNREACH), CODE(ENFILE),
        CODE(ENOBUFS), CODE(ENODEV), CODE(ENOENT), CODE(ENOMEM), CODE(ENOPROTOOPT), CODE(ENOSPC), CODE(ENOSYS),
        CODE(ENOTCONN), CODE(ENOTDIR), CODE(ENOTSOCK), CODE(ENOTTY), CODE(ENXIO), CODE(EOPNOTSUPP), CODE(EOVERFLOW), CODE(EPERM),
        CODE(EPIPE), CODE(EPROTO), CODE(EPROTONOSUPPORT), CODE(EPROTOTYPE), CODE(ERANGE), CODE(ESPIPE),
        CODE(ETIMEDOUT),
#ifdef ESHUTDOWN
        CODE(ESHUTDOWN),
#endif
#ifdef ESOCKTNOSUPPORT
        {ESOCKTNOSUPPORT, "EPROTOTYPE"},
#endif
#ifdef EPFNOSUPPORT
        CODE(EPFNOSUPPORT),
#endif
#ifdef ENOTCAPABLE
        CODE(ENOTCAPABLE),
#endif
    };
    return code_name(table, sizeof table / sizeof table[0], code);
}

static inline const char *eai_name(int code)
{
    static const struct code_name table[] = {
        {0, "0"},
        CODE(EAI_AGAIN), CODE(EAI_BADFLAGS), CODE(EAI_FAIL), CODE(EAI_FAMILY), CODE(EAI_MEMORY), CODE(EAI_NONAME),
        CODE(EAI_OVERFLOW), CODE(EAI_SERVICE), CODE(EAI_SOCKTYPE), CODE(EAI_SYSTEM),
#ifdef EAI_ADDRFAMILY
        CODE(EAI_ADDRFAMILY),
#endif
#ifdef EAI_NODATA
        CODE(EAI_NODATA),
#endif
    };
    return code_name(table, sizeof table / sizeof table[0], code);
}

static inline const char *family_name(int family)
{
    static const struct code_name table[] = {CODE(AF_UNSPEC), CODE(AF_INET), CODE(AF_INET6), CODE(AF_UNIX)};
    return code_name(table, sizeof table / sizeof table[0], family);
}

static inline const char *socktype_name(int type)
{
    static const struct code_name table[] = {{0, "any type"}, CODE(SOCK_STREAM), CODE(SOCK_DGRAM),
#ifdef SOCK_RAW
        CODE(SOCK_RAW),
#endif
    };
    return code_name(table, sizeof table / sizeof table[0], type);
}

/* -- observations ------------------------------------------------------------------------------------------------ */

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static inline void show(const char *label, const char *format, ...)
{
    int code = errno;
    va_list values;
    printf("%s: ", label);
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    putchar('\n');
    fflush(stdout);
    errno = code;
}

static inline void show_int(const char *label, long value) { show(label, "%ld", value); }
static inline void show_yes(const char *label, int truth) { show(label, "%s", truth ? "yes" : "no"); }

/* Shows the result of a call that returns a number, or -1 and errno.  Returns the result. */
static inline ssize_t show_result(const char *label, ssize_t result)
{
    int code = errno;
    if (result == -1)
        show(label, "-1 %s", errno_name(code));
    else
        show(label, "%ld", (long)result);
    return result;
}

/* The same for a call that returns a descriptor, whose number is not shown. */
static inline int show_fd(const char *label, int fd)
{
    int code = errno;
    if (fd < 0)
        show(label, "%d %s", fd, errno_name(code));
    else
        show(label, "a descriptor");
    return fd;
}

/* Shows a receive: its result and the received text. */
static inline ssize_t show_received(const char *label, const char *text, ssize_t result)
{
    if (result <= 0)
        return show_result(label, result);
    show(label, "%ld \"%.*s\"", (long)result, (int)result, text);
    return result;
}

/* Family, address and whether there is a port; only loopback, wildcard and documentation addresses belong here. */
static inline void show_address(const char *label, const void *address)
{
    const struct sockaddr *any = address;
    char text[INET6_ADDRSTRLEN] = "?";
    unsigned port = 0;
    if (any->sa_family == AF_INET) {
        const struct sockaddr_in *in = address;
        inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
        port = in->sin_port;
    } else if (any->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = address;
        inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof text);
        port = in6->sin6_port;
    }
    show(label, "%s %s port %s", family_name(any->sa_family), text, port ? "given" : "0");
}

static inline void show_events(const char *label, int events)
{
    show(label, "%s%s%s%s%s%s", events ? "" : "none", events & POLLIN ? "IN " : "", events & POLLOUT ? "OUT " : "",
         events & POLLERR ? "ERR " : "", events & POLLHUP ? "HUP " : "", events & POLLNVAL ? "NVAL " : "");
}

/* For a condition that the whole test needs: without it the test ends. NEED is for a condition of a part. */
static inline void require(int truth, const char *what)
{
    int code = errno;
    if (truth)
        return;
    show("cannot go on", "%s (%s)", what, errno_name(code));
    exit(2);
}

/* For a condition that one part of a test needs: without it the part, a function that returns nothing, ends with one row,
 * and the test goes on with its next part. */
#define NEED(truth, what) \
    do { \
        if (!possible(truth, what)) \
            return; \
    } while (0)

static inline int possible(int truth, const char *what)
{
    int code = errno;
    if (!truth)
        show("skipped", "%s (%s)", what, errno_name(code));
    return truth;
}

/* The row for the steps that cannot follow a call that has failed above. */
static inline void skip(const char *what) { show("skipped", "%s", what); }

/* -- time -------------------------------------------------------------------------------------------------------- */

static inline long now_ms(void)
{
    struct timespec now;
    require(clock_gettime(CLOCK_MONOTONIC, &now) == 0, "clock_gettime");
    return (long)(now.tv_sec % 1000000 * 1000 + now.tv_nsec / 1000000);
}

/* The events that poll reports for one descriptor within the given time; 0 if there are none. */
static inline int events_within(int fd, int events, int milliseconds)
{
    struct pollfd one = {.fd = fd, .events = (short)events};
    require(poll(&one, 1, milliseconds) >= 0, "poll");
    return one.revents;
}

/* Waits for the events, an error or a hang-up; returns 0 with ETIMEDOUT if none comes. */
static inline int comes(int fd, int events)
{
    int seen = events_within(fd, events, PATIENCE_MS);
    if (!seen)
        errno = ETIMEDOUT;
    return seen;
}

/* The same for an event that the test needs. */
static inline int wait_for(int fd, int events)
{
    int seen = comes(fd, events);
    require(seen != 0, "waited long enough for an event");
    return seen;
}

/* -- addresses and sockets --------------------------------------------------------------------------------------- */

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

/* A socket of this type, bound to a free port of the family's loopback address; stores its address. */
static inline int try_bound(int family, int type, struct sockaddr_storage *address)
{
    struct sockaddr_in in = loopback4();
    struct sockaddr_in6 in6 = loopback6();
    struct sockaddr *here = family == AF_INET6 ? SA(&in6) : SA(&in);
    socklen_t size = family == AF_INET6 ? sizeof in6 : sizeof in, length = sizeof *address;
    int fd = socket(family, type, 0);
    memset(address, 0, sizeof *address);
    int ok = done(fd >= 0, "socket") && done(bind(fd, here, size) == 0, "bind to loopback") &&
             done(getsockname(fd, SA(address), &length) == 0, "getsockname");
    return ok ? fd : -1;
}

static inline int bound(int family, int type, struct sockaddr_storage *address)
{
    int fd = try_bound(family, type, address);
    require(fd >= 0, failed_at);
    return fd;
}

static inline socklen_t address_size(const void *address)
{
    return ((const struct sockaddr *)address)->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                                     : sizeof(struct sockaddr_in);
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
    pair[0] = try_bound(AF_INET, SOCK_DGRAM, &first);
    if (pair[0] < 0)
        return -1;
    pair[1] = udp_on_loopback(&second);
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
