// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Plays scripts of socket calls. Each line of standard input names one: its seed, and in hexadecimal the steps that are
 * left out. A script begins with what its seed is about (a connection, two datagram sockets, ...) and goes on with
 * calls that nothing but the seed chooses; each prints what it was asked and what it observed. Nothing waits. */
#include "script.h"
#include "options.h"
#include "data.h"
#include "names.h"

#ifndef __wasi__
#include <signal.h>
#endif

/* At most 64: a mask says which are left out. */
#define STEPS 26

static const int families[] = {AF_INET, AF_INET, AF_INET, AF_INET6}, types[] = {SOCK_STREAM, SOCK_DGRAM};

static void make(int family, int type, int protocol, int flags)
{
    say("socket %s %s %d%s", family_name(family), socktype_name(type), protocol, flags & SOCK_NONBLOCK ? " NONBLOCK" : "");
    keep(socket(family, type | flags, protocol), family, type);
}

static void step_socket(void)
{
    static const int odd_families[] = {AF_UNSPEC, 77, -1}, odd_types[] = {0, SOCK_RAW, SOCK_RDM, 15, -1};
    static const int protocols[] = {0, 0, 0, 0, IPPROTO_TCP, IPPROTO_UDP, 77, 300, -1};
    int family = draw(12) ? ONE_OF(families) : ONE_OF(odd_families);
    int type = draw(12) ? ONE_OF(types) : ONE_OF(odd_types);
    int protocol = ONE_OF(protocols), flags = draw(2) ? SOCK_NONBLOCK : 0;
    /* With a protocol who is root has raw sockets. */
    make(family, type, type == SOCK_RAW ? 0 : protocol, flags);
}

/* Two that are used at once: what they are connected over is the runtime's own business. */
static void step_pair(void)
{
    int pair[2] = {-1, -1}, family = draw(4) ? AF_UNIX : ONE_OF(families), type = ONE_OF(types);
    static const int protocols[] = {0, 0, 0, IPPROTO_TCP, 77, 300};
    int protocol = ONE_OF(protocols), flags = draw(2) ? SOCK_NONBLOCK : 0;
    say("socketpair %s %s %d%s", family_name(family), socktype_name(type), protocol, flags ? " NONBLOCK" : "");
    if (socketpair(family, type | flags, protocol, pair) < 0) {
        say_result(-1);
        return;
    }
    char text[8];
    say(" send");
    say_result(send(pair[0], "pair", 4, 0));
    noticed(pair[1], POLLIN);
    say(" recv");
    say_result(recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    close(pair[0]);
    close(pair[1]);
}

/* Linux takes a port of its own choice away from a datagram socket that forgets its peer; so those of an opening are bound
 * to a port by its number. */
static void bind_one(int at, int loopback)
{
    static uint16_t free_port = 2000;
    uint16_t port = loopback && slots[at].type == SOCK_DGRAM ? free_port++ : 0;
    struct sockaddr_storage to = {0};
    struct sockaddr_in in = address4(INADDR_LOOPBACK, port);
    struct sockaddr_in6 in6 = address6(&in6addr_loopback, port);
    int six = slots[at].family == AF_INET6;
    socklen_t length = six ? sizeof in6 : sizeof in;
    say("bind %d", at);
    if (loopback) {
        say(" loopback");
        memcpy(&to, six ? (void *)&in6 : (void *)&in, length);
    } else
        length = draw_address(&to, slots[at].family, 1);
    say_result(bind(slots[at].fd, SA(&to), length));
}

static void listen_one(int at)
{
    static const int backlogs[] = {5, 128, -1};
    int backlog = ONE_OF(backlogs);
    say("listen %d %d", at, backlog);
    say_result(listen(slots[at].fd, backlog));
}

/* To a socket of the script, or to whatever is drawn. */
static void connect_one(int at, int to)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof address;
    say("connect %d", at);
    if (to >= 0) {
        say(" to %d", to);
        if (slots[to].fd >= 0 && getsockname(slots[to].fd, SA(&address), &length) == 0)
            length = address_size(&address);
    } else
        length = draw_address(&address, slots[at].family, 0);
    say_result(connect(slots[at].fd, SA(&address), length));
    give_port(at);
    settle();
}

static void step_connect(void)
{
    int at = slot();
    connect_one(at, draw(3) ? slot() : -1);
}

static void accept_one(int at, int plain)
{
    static const socklen_t rooms[] = {128, 128, 128, 28, 16, 8, 0, (socklen_t)-1};
    struct sockaddr_storage from = {0};
    socklen_t length = plain ? sizeof from : ONE_OF(rooms);
    int wanted = plain || draw(3), flags = !plain && draw(3) == 0 ? SOCK_NONBLOCK : 0, odd = !plain && draw(20) == 0;
    say("accept%s %d", flags || odd ? "4" : "", at);
    if (wanted)
        say(" from/%d", (int)length);
    if (odd)
        flags |= 1 << 20;
    /* For the listener. */
    if (!returns(slots[at].fd, POLLIN, 0))
        return;
    int fd = flags ? accept4(slots[at].fd, wanted ? SA(&from) : NULL, wanted ? &length : NULL, flags)
                   : accept(slots[at].fd, wanted ? SA(&from) : NULL, wanted ? &length : NULL);
    if (keep(fd, slots[at].family, slots[at].type) >= 0 && wanted)
        say_address(&from, length);
    settle();
}

/* Linux says that a socket is not connected, and ends it all the same; so those are left alone. */
static void step_shutdown(void)
{
    static const int hows[] = {SHUT_RD, SHUT_WR, SHUT_WR, SHUT_RDWR, 0, 1, 2, 3, -1};
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    int at = slot(), how = ONE_OF(hows);
    say("shutdown %d %d", at, how);
    if (slots[at].fd >= 0 && getpeername(slots[at].fd, SA(&peer), &length) < 0)
        say(" no peer");
    else
        say_result(shutdown(slots[at].fd, how));
    settle();
}

static void say_revents(int events)
{
    /* An event of WASI is for reading or for writing, and cannot be a hang-up alone. */
    if (events & POLLHUP)
        events &= ~POLLIN;
    say(" %s%s%s%s%s%s", events ? "" : "none", events & POLLIN ? "+IN" : "", events & POLLOUT ? "+OUT" : "",
        events & POLLERR ? "+ERR" : "", events & POLLHUP ? "+HUP" : "", events & POLLNVAL ? "+NVAL" : "");
}

static void step_poll(void)
{
    static const short wanted[] = {POLLIN, POLLOUT, POLLIN | POLLOUT, 0};
    struct pollfd fds[3];
    unsigned count = 1 + draw(3);
    say("poll");
    for (unsigned i = 0; i < count; i++) {
        int at = slot();
        fds[i] = (struct pollfd){slots[at].fd, ONE_OF(wanted), -1};
        noticed(slots[at].fd, POLLIN);
        say(" %d", at);
        say_revents(fds[i].events);
    }
    say_result(poll(fds, count, 0));
    for (unsigned i = 0; i < count; i++)
        say_revents(fds[i].revents);
}

static void step_select(void)
{
    fd_set sets[3];
    int ats[2], nfds = 0;
    struct timeval none = {0, 0};
    for (int i = 0; i < 3; i++)
        FD_ZERO(&sets[i]);
    for (int i = 0; i < 2; i++)
        noticed(slots[ats[i] = slot()].fd, POLLIN);
    say("select %d %d", ats[0], ats[1]);
    for (int i = 0; i < 2; i++) {
        int fd = slots[ats[i]].fd;
        if (fd < 0)
            continue;
        nfds = fd >= nfds ? fd + 1 : nfds;
        for (int set = 0; set < 2; set++)
            FD_SET(fd, &sets[set]);
    }
    say_result(select(nfds, &sets[0], &sets[1], &sets[2], &none));
    for (int i = 0; i < 2; i++)
        if (slots[ats[i]].fd >= 0)
            say(" %s%s", FD_ISSET(slots[ats[i]].fd, &sets[0]) ? "r" : "", FD_ISSET(slots[ats[i]].fd, &sets[1]) ? "w" : "-");
}

static void step_name(void)
{
    static const socklen_t rooms[] = {128, 128, 128, 28, 16, 8, 0, (socklen_t)-1};
    struct sockaddr_storage address = {0};
    socklen_t length = ONE_OF(rooms);
    int at = slot(), peer = (int)draw(2);
    say("%s %d/%d", peer ? "getpeername" : "getsockname", at, (int)length);
    if (say_result(peer ? getpeername(slots[at].fd, SA(&address), &length)
                        : getsockname(slots[at].fd, SA(&address), &length)) == 0)
        say_address(&address, length);
}

static void step_control(void)
{
    int at = slot(), fd = slots[at].fd, value = (int)draw(2), bytes = -7;
    switch (draw(5)) {
    case 0:
        say("FIONREAD %d", at);
        if (say_result(ioctl(fd, FIONREAD, &bytes)) == 0)
            say(" %d", bytes);
        break;
    case 1:
        say("FIONBIO %d %d", at, value);
        say_result(ioctl(fd, FIONBIO, &value));
        break;
    case 2:
        say("F_GETFL %d", at);
        value = fcntl(fd, F_GETFL);
        say(value == -1 ? " = -1 %s" : " = %s", value == -1 ? errno_name(errno) : value & O_NONBLOCK ? "NONBLOCK" : "blocks");
        break;
    case 3:
        say("F_SETFL %d %d", at, value);
        if (fd >= 0)
            value = (fcntl(fd, F_GETFL) & ~O_NONBLOCK) | (value ? O_NONBLOCK : 0);
        say_result(fcntl(fd, F_SETFL, value));
        break;
    default:
        say("sockatmark %d", at);
        say_result(sockatmark(fd));
    }
}

/* A number that has just been closed is no descriptor to any call. */
static void step_close(void)
{
    int at = slot(), fd = slots[at].fd, after = (int)draw(8);
    char byte = 0;
    struct pollfd one = {fd, POLLIN, 0};
    say("close %d", at);
    say_result(close(fd));
    settle();
    slots[at] = (struct slot){-1, AF_INET, SOCK_STREAM};
    say(" then");
    switch (fd < 0 ? -1 : after) {
    case 0: say_result(close(fd)); break;
    case 1: say_result(send(fd, &byte, 1, 0)); break;
    case 2: say_result(recv(fd, &byte, 1, 0)); break;
    case 3: say_result(listen(fd, 1)); break;
    case 4: say_result(poll(&one, 1, 0)); say_revents(one.revents); break;
    case 5: say_result(sendmmsg(fd, NULL, 0, 0)); break;
    case 6: say_result(accept(fd, NULL, NULL)); break;
    default: say(" nothing");
    }
}

/* What a script is about: the first steps. Whether there was one. */
static int opening(unsigned about, int number)
{
    int family = about % 4 == 3 ? AF_INET6 : AF_INET, flags = about & 4 ? SOCK_NONBLOCK : 0;
    if (about % 16 < 9) {
        switch (number) {
        case 0: make(family, SOCK_STREAM, 0, flags); return 1;
        case 1: bind_one(0, 1); return 1;
        case 2: listen_one(0); return 1;
        case 3: make(family, SOCK_STREAM, 0, flags); return 1;
        case 4: connect_one(1, 0); return 1;
        case 5: accept_one(0, 1); return 1;
        }
    } else if (about % 16 < 14) {
        switch (number) {
        case 0: make(family, SOCK_DGRAM, 0, flags); return 1;
        case 1: bind_one(0, 1); return 1;
        case 2: make(family, SOCK_DGRAM, 0, flags); return 1;
        case 3: if (about & 1) bind_one(1, 1); else connect_one(1, 0); return 1;
        case 4: if (about & 1) connect_one(1, 0); else step_send(number); settle(); return 1;
        }
    }
    return 0;
}

/* From here on a seed is about names alone, of which many more can be tried. */
#define NAMES_ALONE (1ULL << 40)

static void step(uint64_t seed, int number)
{
    if (seed >= NAMES_ALONE) {
        step_names();
        return;
    }
    if (opening((unsigned)mixed(seed), number))
        return;
    switch (draw(32)) {
    case 0: case 1: step_socket(); break;
    case 2: step_pair(); break;
    case 3: bind_one(slot(), 0); break;
    case 4: listen_one(slot()); break;
    case 5: case 6: step_connect(); break;
    case 7: accept_one(slot(), 0); break;
    case 8: case 9: case 10: case 11: case 12: case 13: step_send(number); settle(); break;
    case 14: case 15: case 16: case 17: case 18: case 19: step_receive(); break;
    case 20: case 21: case 22: step_setsockopt(); break;
    case 23: case 24: step_getsockopt(); break;
    case 25: step_shutdown(); break;
    case 26: case 27: step_poll(); break;
    case 28: step_select(); break;
    case 29: step_name(); break;
    case 30: step_control(); break;
    default: if (draw(3)) step_close(); else step_names();
    }
}

static void play(uint64_t seed, uint64_t left_out)
{
    printf("== %llu %llx\n", (unsigned long long)seed, (unsigned long long)left_out);
    for (int at = 0; at < SLOTS; at++)
        slots[at] = (struct slot){-1, AF_INET, SOCK_STREAM};
    for (int number = 0; number < STEPS; number++) {
        drawn = mixed(seed * 64 + (uint64_t)number);
        if (left_out >> number & 1)
            continue;
        printf("%d ", number);
        step(seed, number);
        putchar('\n');
    }
    for (int at = 0; at < SLOTS; at++)
        if (slots[at].fd >= 0)
            close(slots[at].fd);
    fflush(stdout);
}

int main(void)
{
    unsigned long long seed, left_out;
#ifndef __wasi__
    signal(SIGPIPE, SIG_IGN);
#endif
    refusing(&refused4);
    bound(AF_INET6, SOCK_STREAM, &refused6);
    while (scanf("%llu %llx", &seed, &left_out) == 2)
        play(seed, left_out);
    return 0;
}
