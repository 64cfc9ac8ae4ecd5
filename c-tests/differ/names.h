/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Names and numbers that need no look-up: addresses as text, services, and invalid ones. */
#ifndef NAMES_H
#define NAMES_H

#include "script.h"
#include <net/if.h>

/* Text that mostly looks like an address: pieces of addresses, combined or broken. */
static void draw_text(char *text, size_t room)
{
    static const char *const pieces[] = {
        "127.0.0.1", "0", "1", "255", "256", "0x7f", "010", "4294967295", "4294967296", ".", ".", ".", "..", ":", ":",
        "::", "::1", "ffff", "12345", "fe80::1", "::ffff:", "%", "%1", "%0", "a", "g", " ", "-1", "+1", "0x", "1e9",
    };
    size_t used = 0;
    for (unsigned n = 1 + draw(6); n > 0; n--) {
        const char *piece = ONE_OF(pieces);
        size_t length = strlen(piece);
        if (used + length + 1 >= room)
            break;
        memcpy(text + used, piece, length);
        used += length;
    }
    text[used] = 0;
}

static void say_hex(const void *bytes, size_t length)
{
    say(" ");
    for (size_t i = 0; i < length; i++)
        say("%02x", ((const unsigned char *)bytes)[i]);
}

static void names_inet(const char *text)
{
    unsigned char room[16] = {0};
    struct in_addr in = {0};
    say(" pton4 %d", inet_pton(AF_INET, text, room));
    say_hex(room, 4);
    memset(room, 0, sizeof room);
    int six = inet_pton(AF_INET6, text, room);
    say(" pton6 %d", six);
    if (six == 1)
        say_hex(room, 16);
    int aton = inet_aton(text, &in);
    say(" aton %d", aton != 0);
    if (aton)
        say_hex(&in, 4);
    in.s_addr = inet_addr(text);
    say_hex(&in, 4);
    say(" network %x", (unsigned)inet_network(text));
}

static void names_ntop(void)
{
    unsigned char bytes[16];
    char text[INET6_ADDRSTRLEN] = "";
    socklen_t room = draw(3) ? sizeof text : draw(sizeof text);
    int family = draw(3) ? AF_INET6 : AF_INET;
    for (int i = 0; i < 16; i++)
        bytes[i] = draw(2) ? 0 : (unsigned char)draw(256);
    if (draw(6) == 0)
        memcpy(bytes, "\0\0\0\0\0\0\0\0\0\0\377\377", 12);
    say("inet_ntop %s", family_name(family));
    say_hex(bytes, family == AF_INET ? 4 : 16);
    say("/%u", (unsigned)room);
    const char *told = inet_ntop(family, bytes, text, room);
    if (told)
        say(" = %s", told);
    else
        say_result(-1);
}

static void say_found(const struct addrinfo *found)
{
    for (int n = 0; found && n < 6; found = found->ai_next, n++) {
        char host[64] = "?";
        int code = getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof host, NULL, 0, NI_NUMERICHOST);
        say(" [%s %s %d %s %u%s%s]", family_name(found->ai_family), socktype_name(found->ai_socktype), found->ai_protocol,
            code ? eai_name(code) : host, (unsigned)ntohs((uint16_t)port_of(found->ai_addr)),
            found->ai_canonname ? " is " : "", found->ai_canonname ? found->ai_canonname : "");
    }
}

static void names_getaddrinfo(const char *text)
{
    static const int families[] = {AF_UNSPEC, AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX, 77};
    static const int types[] = {0, 0, SOCK_STREAM, SOCK_DGRAM, 15};
    static const int protocols[] = {0, 0, 0, IPPROTO_TCP, IPPROTO_UDP, 77};
    static const char *const services[] = {NULL, NULL, "0", "80", "65535", "65536", "-1", " 7", "0x50", "http", "domain", "no-such", ""};
    static const struct named flags[] = {
        NAMED(AI_PASSIVE), NAMED(AI_CANONNAME), NAMED(AI_NUMERICSERV), NAMED(AI_V4MAPPED), NAMED(AI_ALL),
    };
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST}, *found = NULL;
    const char *service = ONE_OF(services), *host = draw(8) ? text : NULL;
    hints.ai_family = ONE_OF(families);
    hints.ai_socktype = ONE_OF(types);
    hints.ai_protocol = ONE_OF(protocols);
    say("getaddrinfo '%s' '%s' %s %s %d", host ? host : "(none)", service ? service : "(none)",
        family_name(hints.ai_family), socktype_name(hints.ai_socktype), hints.ai_protocol);
    for (unsigned n = draw(3); n > 0; n--) {
        const struct named *flag = &ONE_OF(flags);
        say(" %s", flag->name);
        hints.ai_flags |= flag->number;
    }
    int code = getaddrinfo(host, service, &hints, &found);
    say(" = %s", eai_name(code));
    if (code == 0) {
        say_found(found);
        freeaddrinfo(found);
    }
}

static void names_getnameinfo(void)
{
    static const socklen_t rooms[] = {0, 1, 4, 9, 10, 64, 64, 64};
    static const struct named flags[] = {NAMED(NI_NUMERICSERV), NAMED(NI_NAMEREQD), NAMED(NI_DGRAM)};
    static const uint16_t ports[] = {0, 7, 22, 53, 80, 443, 512, 514, 8080, 65535};
    struct sockaddr_storage from = {0};
    char host[64] = "", serv[64] = "";
    socklen_t length = draw(2) ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    uint32_t octets = draw(2) ? INADDR_LOOPBACK : draw(0x7fffffff);
    uint16_t port = ONE_OF(ports);
    struct sockaddr_in in = address4(octets, port);
    struct sockaddr_in6 in6 = address6(&in6addr_loopback, port);
    if (draw(2))
        in6.sin6_scope_id = draw(3);
    memcpy(&from, length == sizeof in ? (void *)&in : (void *)&in6, length);
    if (draw(16) == 0)
        from.ss_family = 77;
    socklen_t host_room = ONE_OF(rooms), serv_room = ONE_OF(rooms);
    say("getnameinfo");
    if (length == sizeof in)
        say_hex(&in.sin_addr, 4);
    else
        say(" ::1 scope %u", (unsigned)in6.sin6_scope_id);
    say(" port %u", (unsigned)ntohs((uint16_t)port_of(&from)));
    if (draw(10) == 0)
        length -= 1 + draw(12);
    say("/%u %u %u", (unsigned)length, (unsigned)host_room, (unsigned)serv_room);
    int all = NI_NUMERICHOST;
    for (unsigned n = draw(3); n > 0; n--) {
        const struct named *flag = &ONE_OF(flags);
        say(" %s", flag->name);
        all |= flag->number;
    }
    int code = getnameinfo(SA(&from), length, host_room ? host : NULL, host_room, serv_room ? serv : NULL, serv_room, all);
    say(" = %s", eai_name(code));
    if (code == 0)
        say(" '%s' '%s'", host, serv);
}

static void step_names(void)
{
    char text[64];
    draw_text(text, sizeof text);
    switch (draw(4)) {
    case 0:
        say("inet '%s' =", text);
        names_inet(text);
        break;
    case 1: names_ntop(); break;
    case 2: names_getaddrinfo(text); break;
    default: names_getnameinfo();
    }
}

#endif
