/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* All options and some invalid ones, with valid and invalid values and lengths. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "script.h"

static const struct option {
    const char *text;
    int level, name;
} options[] = {
#define OPTION(level, name) {#name, level, name}
    OPTION(SOL_SOCKET, SO_REUSEADDR), OPTION(SOL_SOCKET, SO_REUSEPORT), OPTION(SOL_SOCKET, SO_KEEPALIVE),
    OPTION(SOL_SOCKET, SO_BROADCAST), OPTION(SOL_SOCKET, SO_OOBINLINE), OPTION(SOL_SOCKET, SO_DONTROUTE),
    OPTION(SOL_SOCKET, SO_TYPE), OPTION(SOL_SOCKET, SO_DOMAIN), OPTION(SOL_SOCKET, SO_PROTOCOL),
    OPTION(SOL_SOCKET, SO_ERROR), OPTION(SOL_SOCKET, SO_ACCEPTCONN), OPTION(SOL_SOCKET, SO_LINGER),
    OPTION(SOL_SOCKET, SO_RCVTIMEO), OPTION(SOL_SOCKET, SO_SNDTIMEO), OPTION(SOL_SOCKET, SO_RCVBUF),
    OPTION(SOL_SOCKET, SO_SNDBUF), OPTION(SOL_SOCKET, SO_RCVLOWAT), OPTION(IPPROTO_TCP, TCP_NODELAY),
    OPTION(IPPROTO_TCP, TCP_KEEPIDLE), OPTION(IPPROTO_TCP, TCP_KEEPINTVL),
    OPTION(IPPROTO_IP, IP_TTL), OPTION(IPPROTO_IP, IP_TOS),
    OPTION(IPPROTO_IP, IP_MULTICAST_TTL), OPTION(IPPROTO_IP, IP_MULTICAST_LOOP), OPTION(IPPROTO_IPV6, IPV6_V6ONLY),
    OPTION(IPPROTO_IPV6, IPV6_MULTICAST_LOOP), OPTION(IPPROTO_IPV6, IPV6_TCLASS), {"SOL_SOCKET 999", SOL_SOCKET, 999},
    {"level 999", 999, 1},
};

/* A value for SO_LINGER, for a time limit, or for any other option. */
static socklen_t draw_value(const struct option *option, void *room)
{
    static const int numbers[] = {-2, -1, 0, 0, 1, 1, 1, 2, 7, 64, 127, 255, 256, 65536};
    if (option->level == SOL_SOCKET && option->name == SO_LINGER) {
        struct linger value = {.l_onoff = (int)draw(2)};
        value.l_linger = (int)draw(3);
        say(" {%d,%d}", value.l_onoff, value.l_linger);
        memcpy(room, &value, sizeof value);
        return sizeof value;
    }
    if (option->level == SOL_SOCKET && (option->name == SO_RCVTIMEO || option->name == SO_SNDTIMEO)) {
        static const long micro[] = {0, 0, 0, 200000, 1000000, -1};
        struct timeval value = {.tv_sec = (long)draw(4)};
        value.tv_usec = ONE_OF(micro);
        say(" {%ld,%ld}", (long)value.tv_sec, (long)value.tv_usec);
        memcpy(room, &value, sizeof value);
        return sizeof value;
    }
    int number = ONE_OF(numbers);
    /* Small buffers would make sends wait. */
    if (option->level == SOL_SOCKET && (option->name == SO_RCVBUF || option->name == SO_SNDBUF))
        number = 65536;
    say(" %d", number);
    memcpy(room, &number, sizeof number);
    return sizeof number;
}

static void step_setsockopt(void)
{
    const struct option *option = &ONE_OF(options);
    static const socklen_t lengths[] = {0, 1, 2, 3, 4, 8, 16, 40, (socklen_t)-1};
    char room[40] = {0};
    int at = slot();
    say("setsockopt %d %s", at, option->text);
    socklen_t length = draw_value(option, room);
    if (draw(6) == 0)
        length = ONE_OF(lengths);
    /* The sizes of the structures differ between the systems. */
    if (length > 8 && length != (socklen_t)-1)
        say("/whole");
    else
        say("/%d", (int)length);
    say_result(setsockopt(slots[at].fd, option->level, option->name, room, length));
}

/* The numbers of errors, families and types differ between the systems: they are printed by name, and not at all if they
 * are truncated. */
static void say_value(const struct option *option, const char *room, socklen_t length)
{
    int at_socket = option->level == SOL_SOCKET, name = option->name, number;
    struct timeval time;
    memcpy(&number, room, sizeof number);
    memcpy(&time, room, sizeof time);
    say(" (%u)", length > 8 ? 16 : (unsigned)length);
    if (at_socket && (name == SO_RCVTIMEO || name == SO_SNDTIMEO))
        say(" {%ld,%ld}", (long)time.tv_sec, (long)time.tv_usec);
    else if (at_socket && (name == SO_ERROR || name == SO_DOMAIN || name == SO_TYPE))
        say(" %s", length < sizeof number  ? "cut"
                   : name == SO_ERROR      ? errno_name(number)
                   : name == SO_DOMAIN     ? family_name(number)
                                           : socktype_name(number));
    else
        for (socklen_t i = 0; i < length && i < 16; i += 4) {
            memcpy(&number, room + i, sizeof number);
            say(" %d", number);
        }
}

static void step_getsockopt(void)
{
    const struct option *option = &ONE_OF(options);
    static const socklen_t lengths[] = {0, 1, 2, 3, 4, 5, 8, 40, (socklen_t)-1};
    _Alignas(16) char room[48] = {0};
    int at = slot(), timed = option->level == SOL_SOCKET && (option->name == SO_RCVTIMEO || option->name == SO_SNDTIMEO);
    socklen_t length = timed ? sizeof(struct timeval) : 8;
    if (!timed && draw(3) == 0)
        length = ONE_OF(lengths);
    say("getsockopt %d %s/%d", at, option->text, timed ? 16 : (int)length);
    if (say_result(getsockopt(slots[at].fd, option->level, option->name, room, &length)) == 0)
        say_value(option, room, length);
}

#endif
