/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The base of every step of a script: numbers drawn from its seed, sockets in slots, addresses by the slot that has
 * them, and one line of text for each step.  No descriptor, no port and no time is printed. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "../observe.h"
#include <sys/ioctl.h>
#include <sys/select.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* -- numbers --------------------------------------------------------------------------------------------------------- */

/* Each step draws from its own state, so that it stays the same when other steps are left out. */
static uint64_t drawn;

static inline uint64_t mixed(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

/* Below n. */
static inline unsigned draw(unsigned n)
{
    drawn = mixed(drawn);
    return (unsigned)(drawn >> 33) % n;
}

#define ONE_OF(list) ((list)[draw(COUNT(list))])

/* -- text ------------------------------------------------------------------------------------------------------------ */

__attribute__((format(printf, 1, 2))) static inline void say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
}

static inline ssize_t say_result(ssize_t result)
{
    int code = errno;
    if (result == -1)
        say(" = -1 %s", errno_name(code));
    else
        say(" = %ld", (long)result);
    return result;
}

/* A number by its name. */
struct named {
    const char *name;
    int number;
};
#define NAMED(name) {#name, name}

/* Bytes as runs of letters: every step sends another letter. */
static inline void say_bytes(const char *bytes, size_t length)
{
    say(" \"");
    for (size_t i = 0, n; i < length; i += n) {
        for (n = 1; i + n < length && bytes[i + n] == bytes[i]; n++)
            ;
        say("%c%zu", bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '?', n);
    }
    say("\"");
}

/* -- sockets --------------------------------------------------------------------------------------------------------- */

#define SLOTS 5

static struct slot {
    int fd;
    int family, type;
} slots[SLOTS];

/* TCP ports on which nothing listens while the program runs. */
static struct sockaddr_storage refused4, refused6;

/* Mostly a socket that exists. */
static inline int slot(void)
{
    int at = (int)draw(SLOTS);
    for (int i = 0; i < SLOTS && slots[at].fd < 0; i++)
        at = (at + 1) % SLOTS;
    return draw(40) ? at : (int)draw(SLOTS);
}

static inline int free_slot(void)
{
    for (int at = 0; at < SLOTS; at++)
        if (slots[at].fd < 0)
            return at;
    return -1;
}

/* A new descriptor in a slot, or its error. */
static inline int keep(int fd, int family, int type)
{
    int at = free_slot(), code = errno;
    errno = code;
    if (fd < 0) {
        say_result(fd);
        return -1;
    }
    if (at < 0) {
        say(" = too many");
        close(fd);
        return -1;
    }
    slots[at] = (struct slot){fd, family, type};
    say(" = slot %d", at);
    return at;
}

static inline int blocks(int fd) { return fd >= 0 && !(fcntl(fd, F_GETFL) & O_NONBLOCK); }

/* Sent data need a moment to arrive. */
static inline void settle(void) { poll(NULL, 0, 1); }

/* Whether there is such an event, or comes in a moment: a runtime with an event loop of its own notices it later than the
 * kernel. Every run is given that moment. */
static inline int noticed(int fd, int events)
{
    struct pollfd one = {fd, (short)events, 0};
    return poll(&one, 1, 1) != 0;
}

/* Whether a call would return at once; a script never waits. */
static inline int returns(int fd, int events, int flags)
{
    if (noticed(fd, events) || !blocks(fd) || flags & MSG_DONTWAIT)
        return 1;
    say(" would wait");
    return 0;
}

/* -- addresses ------------------------------------------------------------------------------------------------------- */

static inline unsigned port_of(const void *address)
{
    const struct sockaddr *any = address;
    if (any->sa_family == AF_INET)
        return ((const struct sockaddr_in *)address)->sin_port;
    return any->sa_family == AF_INET6 ? ((const struct sockaddr_in6 *)address)->sin6_port : 0;
}

/* A port is printed as the first slot that has it. */
static inline void say_address(const struct sockaddr_storage *address, socklen_t length)
{
    char text[INET6_ADDRSTRLEN] = "";
    unsigned port = port_of(address);
    say(" (%u)", (unsigned)length);
    if (length < 8)
        return;
    if (address->ss_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    else if (address->ss_family == AF_INET6 && length >= 24)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, sizeof text);
    say(" %s %s", family_name(address->ss_family), text);
    for (int at = 0; port && at < SLOTS; at++) {
        struct sockaddr_storage own = {0};
        socklen_t room = sizeof own;
        if (slots[at].fd >= 0 && getsockname(slots[at].fd, SA(&own), &room) == 0 && port_of(&own) == port) {
            say(" port of %d", at);
            return;
        }
    }
    say(port ? " some port" : " port 0");
}

/* On Linux a send or connect of a datagram socket that fails has given the socket its port first; here it has not where
 * the library refuses the call itself. After such a call the socket has one. */
static inline void give_port(int at)
{
    struct sockaddr_storage own = {0}, any = {.ss_family = (sa_family_t)slots[at].family};
    socklen_t room = sizeof own;
    if (slots[at].fd >= 0 && slots[at].type == SOCK_DGRAM && getsockname(slots[at].fd, SA(&own), &room) == 0 &&
        port_of(&own) == 0)
        bind(slots[at].fd, SA(&any), address_size(&any));
}

/* The destination, and the length that is passed with it. */
static inline socklen_t draw_address(struct sockaddr_storage *to, int family, int binds)
{
    static const socklen_t lengths[] = {0, 1, 2, 3, 8, 15, 16, 24, 27, 28, 110, 128, 129, (socklen_t)-1};
    struct sockaddr_in in = loopback4();
    struct sockaddr_in6 in6 = loopback6();
    socklen_t length = family == AF_INET6 ? sizeof in6 : sizeof in;
    unsigned what = draw(24);
    int at = slot();
    memset(to, 0, sizeof *to);
    if (what == 0) {
        say(" zeros");
    } else if (what == 1) {
        say(" no family");
        memcpy(to, family == AF_INET6 ? (void *)&refused6 : (void *)&refused4, length);
        to->ss_family = AF_UNSPEC;
    } else if (what == 2) {
        say(" family 77");
        to->ss_family = 77;
    } else if (what == 3) {
        say(" other family");
        length = family == AF_INET6 ? sizeof in : sizeof in6;
        memcpy(to, family == AF_INET6 ? (void *)&in : (void *)&in6, length);
    } else if (binds ? what < 14 : what == 4) {
        say(" loopback:0");
        memcpy(to, family == AF_INET6 ? (void *)&in6 : (void *)&in, length);
    } else if (binds ? what < 20 : what == 5) {
        say(" any:0");
        to->ss_family = (sa_family_t)family;
    } else if (!binds && what < 8) {
        say(" refused");
        memcpy(to, family == AF_INET6 ? (void *)&refused6 : (void *)&refused4, length);
    } else {
        socklen_t room = sizeof *to;
        say(" of %d", at);
        if (slots[at].fd >= 0 && getsockname(slots[at].fd, SA(to), &room) == 0)
            length = address_size(to);
    }
    if (draw(12) == 0)
        length = ONE_OF(lengths);
    say("/%d", (int)length);
    return length;
}

#endif
