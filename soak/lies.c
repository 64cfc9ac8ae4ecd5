/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Calls everything, under a host that lies about lengths, counts, kinds and errors (`wasock-run --faults=lies=…`), and
 * looks at what C must be able to rely on all the same: nothing is written beyond a buffer, no length is larger than
 * what was offered, lists have an end.
 *
 *   lies CALLS SEED */
#include "heap.h"
#include "pattern.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define FENCE 64
#define FENCE_BYTE 0xa5
#define MOST 4096
#define FDS 8

static uint64_t chance;
static const char *calling = "nothing";
static long call;
static int fds[FDS];

static uint32_t below(uint32_t n) { return next_random(&chance) % n; }

static void fail(const char *what)
{
    /* Standard output may be closed. */
    printf("call %ld, %s: %s\n", call, calling, what);
    fprintf(stderr, "call %ld, %s: %s\n", call, calling, what);
    exit(1);
}

static void must(int truth, const char *what)
{
    if (!truth)
        fail(what);
}

/* -- buffers between fences ------------------------------------------------------------------------------------------- */

#define BUFFERS 6
static unsigned char memory[BUFFERS][FENCE + MOST + FENCE];
static size_t sizes[BUFFERS];

/* A buffer of this size, at any alignment, with fences before and behind it. */
static void *buffer(int which, size_t size)
{
    sizes[which] = size + below(8);
    unsigned char *at = memory[which] + FENCE + sizes[which] - size;
    memset(memory[which], FENCE_BYTE, (size_t)(at - memory[which]));
    memset(at, (int)below(256), size);
    memset(at + size, FENCE_BYTE, FENCE);
    sizes[which] = (size_t)(at - memory[which]);
    memory[which][0] = FENCE_BYTE;
    return at;
}

static void fences_stand(void *at, int which, size_t size)
{
    unsigned char *start = at;
    must(start == memory[which] + sizes[which], "the test's own buffers");
    for (unsigned char *byte = memory[which]; byte < start; byte++)
        must(*byte == FENCE_BYTE, "written before a buffer");
    for (int i = 0; i < FENCE; i++)
        must(start[size + (size_t)i] == FENCE_BYTE, "written behind a buffer");
}

/* -- arguments -------------------------------------------------------------------------------------------------------- */

static int any_fd(void)
{
    int fd = fds[below(FDS)];
    return below(16) == 0 ? (int)below(64) + 3 : fd;
}

/* Never the standard ones, whatever the host says. The library may close them, where the host says that it accepted one. */
static void keep(int fd)
{
    int *place = &fds[below(FDS)];
    if (fd <= 2)
        return;
    if (*place != fd)
        close(*place);
    *place = fd;
}

/* Nobody listens there, so that no connection is made that would have to be waited for. */
static struct sockaddr *somewhere(socklen_t *length)
{
    static struct sockaddr_storage place;
    memset(&place, 0, sizeof place);
    if (below(2) == 0) {
        struct sockaddr_in *in = (struct sockaddr_in *)&place;
        in->sin_family = AF_INET;
        in->sin_port = htons((uint16_t)below(2));
        in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        *length = sizeof *in;
    } else {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&place;
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons((uint16_t)below(2));
        in6->sin6_addr = in6addr_loopback;
        *length = sizeof *in6;
    }
    return (struct sockaddr *)&place;
}

static const int flag_choice[] = {0, 0, 0, MSG_PEEK, MSG_WAITALL, MSG_DONTWAIT, MSG_PEEK | MSG_WAITALL, MSG_TRUNC};
static int any_flags(void) { return flag_choice[below(sizeof flag_choice / sizeof *flag_choice)]; }

/* The longest that a receive may say: with MSG_TRUNC the whole length of a datagram. */
static size_t longest(size_t room, int flags) { return flags & MSG_TRUNC ? room + 65536 : room; }

static const struct { int level, name; } options[] = {
    {SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_TYPE}, {SOL_SOCKET, SO_ERROR}, {SOL_SOCKET, SO_BROADCAST},
    {SOL_SOCKET, SO_SNDBUF}, {SOL_SOCKET, SO_RCVBUF}, {SOL_SOCKET, SO_KEEPALIVE}, {SOL_SOCKET, SO_LINGER},
    {SOL_SOCKET, SO_RCVTIMEO}, {SOL_SOCKET, SO_SNDTIMEO}, {SOL_SOCKET, SO_ACCEPTCONN}, {SOL_SOCKET, SO_DOMAIN},
    {SOL_SOCKET, SO_PROTOCOL}, {SOL_SOCKET, SO_BINDTODEVICE}, {SOL_SOCKET, SO_RCVLOWAT}, {SOL_SOCKET, SO_DONTROUTE},
    {IPPROTO_TCP, TCP_NODELAY}, {IPPROTO_TCP, TCP_KEEPIDLE}, {IPPROTO_TCP, TCP_KEEPINTVL}, {IPPROTO_IP, IP_TTL},
    {IPPROTO_IP, IP_MULTICAST_TTL}, {IPPROTO_IP, IP_MULTICAST_LOOP}, {IPPROTO_IP, IP_ADD_MEMBERSHIP},
    {IPPROTO_IPV6, IPV6_V6ONLY}, {IPPROTO_IPV6, IPV6_MULTICAST_LOOP}, {IPPROTO_IPV6, IPV6_JOIN_GROUP}, {77, 77},
};

/* -- calls ------------------------------------------------------------------------------------------------------------ */

/* A host that lies waits for nothing, whatever is blocking. */
static int any_type(void) { return (below(2) ? SOCK_STREAM : SOCK_DGRAM) | (below(2) ? SOCK_NONBLOCK : 0); }

static void call_socket(void) { keep(socket(below(2) ? AF_INET : AF_INET6, any_type(), 0)); }

static void call_socketpair(void)
{
    int pair[2] = {-1, -1};
    if (socketpair(AF_UNIX, any_type(), 0, pair) == 0)
        keep(pair[0]), keep(pair[1]);
}

static void call_bind(void)
{
    socklen_t length;
    struct sockaddr *place = somewhere(&length);
    bind(any_fd(), place, length);
}

static void call_connect(void)
{
    socklen_t length;
    struct sockaddr *place = somewhere(&length);
    connect(any_fd(), place, length);
}

static void call_listen(void) { listen(any_fd(), 1); }

/* accept, getsockname and getpeername: an address of any length is cut to the room there is. */
static void call_address(void)
{
    socklen_t room = below(40), length = room;
    void *place = buffer(0, room);
    int fd = any_fd(), result;
    switch (below(3)) {
    case 0: calling = "accept"; result = accept4(fd, place, &length, below(2) ? SOCK_NONBLOCK : 0); break;
    case 1: calling = "getsockname"; result = getsockname(fd, place, &length); break;
    default: calling = "getpeername"; result = getpeername(fd, place, &length);
    }
    fences_stand(place, 0, room);
    must(result < 0 || length <= sizeof(struct sockaddr_storage), "an address longer than any");
    if (calling[0] == 'a')
        keep(result);
}

static void call_send(void)
{
    size_t size = below(4) == 0 ? below(MOST) : below(32);
    void *data = buffer(0, size);
    socklen_t length;
    struct sockaddr *place = somewhere(&length);
    ssize_t n = below(2) ? send(any_fd(), data, size, any_flags() | MSG_NOSIGNAL)
                         : sendto(any_fd(), data, size, any_flags(), place, length);
    must(n <= (ssize_t)size, "more sent than there was");
}

static int split(struct iovec parts[], int most, unsigned char *at, size_t size)
{
    int n = 1 + (int)below((uint32_t)most);
    for (int i = 0; i < n; i++) {
        size_t part = i == n - 1 ? size : below((uint32_t)size + 1);
        parts[i] = (struct iovec){at, part};
        at += part, size -= part;
    }
    return n;
}

static void call_sendmsg(void)
{
    size_t size = below(MOST);
    struct iovec parts[20];
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = split(parts, 20, buffer(0, size), size)};
    if (below(2))
        message.msg_name = somewhere(&message.msg_namelen);
    must(sendmsg(any_fd(), &message, any_flags()) <= (ssize_t)size, "more sent than there was");
}

static void call_recv(void)
{
    size_t size = below(4) == 0 ? below(MOST) : below(32);
    void *room = buffer(0, size);
    socklen_t name_room = below(40), length = name_room;
    void *name = buffer(1, name_room);
    int flags = any_flags();
    ssize_t n = below(2) ? recv(any_fd(), room, size, flags)
                         : recvfrom(any_fd(), room, size, flags, name, &length);
    must(n <= (ssize_t)longest(size, flags), "more received than there was room for");
    must(length <= sizeof(struct sockaddr_storage), "an address longer than any");
    fences_stand(room, 0, size);
    fences_stand(name, 1, name_room);
}

static void call_recvmsg(void)
{
    size_t size = below(4) == 0 ? below(MOST) : below(32);
    struct iovec parts[20];
    socklen_t name_room = below(40);
    unsigned char *room = buffer(0, size), *name = buffer(1, name_room);
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = split(parts, 20, room, size)};
    if (below(2))
        message.msg_name = name, message.msg_namelen = name_room;
    int flags = any_flags();
    must(recvmsg(any_fd(), &message, flags) <= (ssize_t)longest(size, flags), "more received than there was room for");
    must(message.msg_namelen <= sizeof(struct sockaddr_storage), "an address longer than any");
    fences_stand(room, 0, size);
    fences_stand(name, 1, name_room);
}

static void call_mmsg(void)
{
    struct mmsghdr messages[3];
    struct iovec parts[3];
    memset(messages, 0, sizeof messages);
    size_t size = below(200);
    for (int i = 0; i < 3; i++) {
        parts[i] = (struct iovec){buffer(i, size), size};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int flags = any_flags();
    int n = below(2) ? sendmmsg(any_fd(), messages, 3, (unsigned)flags)
                     : recvmmsg(any_fd(), messages, 3, (unsigned)flags, NULL);
    must(n <= 3, "more messages than there were");
    for (int i = 0; i < 3; i++) {
        must(i >= n || messages[i].msg_len <= longest(size, flags), "a message longer than its room");
        fences_stand(parts[i].iov_base, i, size);
    }
}

static void call_getsockopt(void)
{
    uint32_t which = below(sizeof options / sizeof *options);
    socklen_t room = below(24), length = room;
    void *value = buffer(0, room);
    int result = getsockopt(any_fd(), options[which].level, options[which].name, value, &length);
    must(result < 0 || length <= room, "a value longer than its room");
    fences_stand(value, 0, room);
}

static void call_setsockopt(void)
{
    uint32_t which = below(sizeof options / sizeof *options);
    socklen_t length = below(24);
    void *value = buffer(0, length);
    setsockopt(any_fd(), options[which].level, options[which].name, value, length);
    fences_stand(value, 0, length);
}

static void call_shutdown(void) { shutdown(any_fd(), (int)below(4)); }

static void call_ioctl(void)
{
    int waiting = 0;
    ioctl(any_fd(), FIONREAD, &waiting);
    sockatmark(any_fd());
}

static void call_fcntl(void)
{
    int fd = any_fd(), flags = fcntl(fd, F_GETFL);
    if (flags >= 0)
        fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

static void call_read_write(void)
{
    size_t size = below(100);
    void *room = buffer(0, size);
    int fd = any_fd();
    ssize_t n = below(2) ? read(fd, room, size) : write(fd, room, size);
    /* In most dialects these are the C library's own, which believes its host. */
    (void)n;
    fences_stand(room, 0, size);
}

static void call_close(void)
{
    int *place = &fds[below(FDS)];
    close(*place);
    *place = 99;
}

static void call_poll(void)
{
    struct pollfd entries[20];
    uint32_t n = below(20), ready = 0;
    for (uint32_t i = 0; i < n; i++)
        entries[i] = (struct pollfd){any_fd(), (short)(below(2) * POLLIN | below(2) * POLLOUT), 0};
    int result = poll(entries, n, (int)below(3));
    for (uint32_t i = 0; result >= 0 && i < n; i++) {
        must((entries[i].revents & ~(entries[i].events | POLLERR | POLLHUP | POLLNVAL)) == 0, "events nobody asked for");
        ready += entries[i].revents != 0;
    }
    must(result < 0 || (uint32_t)result == ready, "another count than entries");
}

static void call_select(void)
{
    fd_set readable, writable;
    struct timeval time = {0, (long)below(2000)};
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    for (int i = 0; i < FDS; i++) {
        /* wasi-libc's sets hold any number, but not too many of them. */
        if (below(2))
            FD_SET(fds[i], &readable);
        if (below(2))
            FD_SET(fds[i], &writable);
    }
    must(select(FD_SETSIZE, &readable, &writable, NULL, &time) <= 2 * FDS, "more ready than asked for");
}

static const char *const names[] = {"name.test", "localhost", "a.b.c.d.test", "127.0.0.1", "::1%1", "x"};
static const char *any_name(void) { return names[below(sizeof names / sizeof *names)]; }

static void call_getaddrinfo(void)
{
    static const int families[] = {AF_UNSPEC, AF_INET, AF_INET6};
    struct addrinfo hints, *list = NULL;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = families[below(3)];
    hints.ai_socktype = below(2) ? SOCK_STREAM : 0;
    hints.ai_flags = (below(2) ? AI_V4MAPPED : 0) | (below(2) ? AI_ALL : 0) | (below(2) ? AI_CANONNAME : 0);
    if (getaddrinfo(any_name(), "80", &hints, &list) != 0)
        return;
    long count = 0;
    for (struct addrinfo *at = list; at != NULL; at = at->ai_next) {
        must(++count < 10000000, "a list without an end");
        must(at->ai_family == AF_INET || at->ai_family == AF_INET6, "an unknown family");
        must(at->ai_addr != NULL && at->ai_addr->sa_family == at->ai_family, "an address of another family");
        must(at->ai_addrlen == (at->ai_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6)),
             "an address of another length");
    }
    must(count > 0, "a list of nobody");
    freeaddrinfo(list);
}

static void call_gethostby(void)
{
    struct hostent entry, *found = NULL;
    size_t room = below(MOST);
    char *text = buffer(0, room);
    int why;
    must(gethostbyname_r(any_name(), &entry, text, room, &found, &why) == 0 || found == NULL, "a failure with an answer");
    for (int i = 0; found != NULL && found->h_addr_list[i] != NULL; i++)
        must(i < MOST && found->h_addr_list[i] + found->h_length <= text + room, "an address beyond the buffer");
    fences_stand(text, 0, room);
    gethostbyname(any_name());
    struct in_addr address = {htonl(INADDR_LOOPBACK)};
    gethostbyaddr(&address, sizeof address, AF_INET);
}

static void call_getnameinfo(void)
{
    socklen_t length, room = below(60);
    struct sockaddr *place = somewhere(&length);
    char *host = buffer(0, room), *service = buffer(1, room);
    getnameinfo(place, length, host, room, service, room, below(2) ? NI_NUMERICHOST : 0);
    fences_stand(host, 0, room);
    fences_stand(service, 1, room);
}

#define CALL(name) {#name, call_##name}
static const struct { const char *name; void (*make)(void); } all[] = {
    CALL(socket), CALL(socket), CALL(socketpair), CALL(bind), CALL(connect), CALL(listen), CALL(address), CALL(address),
    CALL(send), CALL(sendmsg), CALL(recv), CALL(recv), CALL(recvmsg), CALL(recvmsg), CALL(mmsg), CALL(getsockopt),
    CALL(getsockopt), CALL(setsockopt), CALL(shutdown), CALL(ioctl), CALL(fcntl), CALL(read_write), CALL(close),
    CALL(poll), CALL(poll), CALL(select), CALL(getaddrinfo), CALL(getaddrinfo), CALL(gethostby), CALL(getnameinfo),
};

int main(int argc, char **argv)
{
    long calls = argc > 1 ? atol(argv[1]) : 1000;
    chance = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (int i = 0; i < FDS; i++)
        fds[i] = 99;
    for (call = 0; call < calls; call++) {
        uint32_t which = below(sizeof all / sizeof *all);
        calling = all[which].name;
        if (getenv("LIES_TRACE"))
            fprintf(stderr, "%ld %s\n", call, calling);
        all[which].make();
    }
    printf("%ld calls; heap: %ld calls, %ld blocks kept, %zu pages\n", calls, heap_calls, heap_held, heap_pages());
    return 0;
}
