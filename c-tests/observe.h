/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The base of every C test: one observation on a line ("label: value"), errno and EAI codes by name, and ready-made
 * loopback sockets.  The printed values must be the same in every run and on every machine, so a test prints no ports,
 * no descriptors and no times.  Every wait has a limit: a test that would hang prints that and fails. */
#ifndef OBSERVE_H
#define OBSERVE_H

#include "observe/names.h"
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

static inline uint64_t now_ns(void)
{
    struct timespec now;
    require(clock_gettime(CLOCK_MONOTONIC, &now) == 0, "clock_gettime");
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Small enough for a long of 32 bits. */
static inline long now_ms(void) { return (long)(now_ns() / 1000000 % 1000000000); }

/* Shows the result of a call that a limit of 150 ms ends, and whether it took so long since `begin`, which is set to now. */
static inline void show_limited(const char *label, ssize_t result, long *begin)
{
    show_result(label, result);
    long took = now_ms() - *begin;
    show_yes("  in about 150 ms", took >= 120 && took < 5000);
    *begin = now_ms();
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

#include "observe/sockets.h"

#endif
