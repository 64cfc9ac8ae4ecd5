/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What a program is told when something goes wrong: one fault at a time, always (`--faults=eintr=1000` and so on), and
 * the errno or code that Linux has for it.  Prints what is otherwise.
 *
 *   errnos eintr | again | reset | short | fds | memory | names=KIND */
#include "heap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int checks, wrong;
static char bytes[8192];

static void is(const char *what, long seen, long wanted)
{
    checks++;
    if (seen != wanted) {
        wrong++;
        printf("%s: %ld, Linux says %ld\n", what, seen, wanted);
    }
}

/* A call that fails with this errno. */
#define FAILS(call, code) (errno = 0, is(#call, (call) == -1 ? errno : 0, code))
#define GIVES(call, value) is(#call, call, value)

static int must(int fd)
{
    if (fd < 0) {
        printf("cannot go on (%s)\n", strerror(errno));
        exit(2);
    }
    return fd;
}

static struct sockaddr_in address;
static socklen_t address_length = sizeof address;
#define ADDRESS ((struct sockaddr *)&address)

static int listening(void)
{
    int fd = must(socket(AF_INET, SOCK_STREAM, 0));
    address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    must(bind(fd, ADDRESS, sizeof address));
    must(listen(fd, 8));
    must(getsockname(fd, ADDRESS, &address_length));
    return fd;
}

static void pair(int ends[2])
{
    int listener = listening();
    ends[0] = must(socket(AF_INET, SOCK_STREAM, 0));
    must(connect(ends[0], ADDRESS, sizeof address));
    ends[1] = must(accept(listener, NULL, NULL));
    close(listener);
}

static void nonblocking(int fd) { must(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK)); }

/* The number that the next descriptor gets: it stays if nothing leaks. */
static int next_fd(void)
{
    int fd = must(socket(AF_INET, SOCK_DGRAM, 0));
    close(fd);
    return fd;
}

static int pending(int fd)
{
    int error = -1;
    socklen_t length = sizeof error;
    must(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length));
    return error;
}

/* A call that is interrupted has done nothing, and can be made again. */
static void eintr(void)
{
    int listener = listening(), fd = must(socket(AF_INET, SOCK_STREAM, 0)), both[2];
    struct iovec parts[2] = {{bytes, 4}, {bytes + 4, 4}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    struct mmsghdr messages[2] = {{message, 0}, {message, 0}};
    struct pollfd one = {.fd = fd, .events = POLLIN};
    GIVES(connect(fd, ADDRESS, sizeof address), 0);
    FAILS(accept(listener, NULL, NULL), EINTR);
    FAILS(send(fd, bytes, 8, 0), EINTR);
    FAILS(send(fd, bytes, 8, MSG_DONTWAIT), EINTR);
    FAILS(sendto(fd, bytes, 8, 0, NULL, 0), EINTR);
    FAILS(sendmsg(fd, &message, 0), EINTR);
    FAILS(sendmmsg(fd, messages, 2, 0), EINTR);
    FAILS(write(fd, bytes, 8), EINTR);
    FAILS(writev(fd, parts, 2), EINTR);
    FAILS(recv(fd, bytes, 8, 0), EINTR);
    FAILS(recv(fd, bytes, 8, MSG_WAITALL), EINTR);
    FAILS(recv(fd, bytes, 8, MSG_DONTWAIT), EINTR);
    FAILS(recvfrom(fd, bytes, 8, 0, NULL, NULL), EINTR);
    FAILS(recvmsg(fd, &message, 0), EINTR);
    FAILS(recvmmsg(fd, messages, 2, 0, NULL), EINTR);
    FAILS(read(fd, bytes, 8), EINTR);
    FAILS(readv(fd, parts, 2), EINTR);
    FAILS(poll(&one, 1, 1000), EINTR);
    is("O_NONBLOCK is as it was", fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
    is("SO_ERROR", pending(fd), 0);
    int before = next_fd();
    FAILS(socketpair(AF_UNIX, SOCK_STREAM, 0, both), EINTR);
    is("a descriptor that is lost", next_fd(), before);
}

/* Only who does not want to wait is told so. */
static void again(void)
{
    int ends[2];
    pair(ends);
    GIVES(send(ends[0], bytes, 8, 0), 8);
    GIVES(recv(ends[1], bytes, 4, 0), 4);
    FAILS(send(ends[0], bytes, 8, MSG_DONTWAIT), EAGAIN);
    FAILS(recv(ends[1], bytes, 8, MSG_DONTWAIT), EAGAIN);
    is("O_NONBLOCK is as it was", fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0);
    nonblocking(ends[0]);
    nonblocking(ends[1]);
    FAILS(send(ends[0], bytes, 8, 0), EAGAIN);
    FAILS(write(ends[0], bytes, 8), EAGAIN);
    FAILS(recv(ends[1], bytes, 4, 0), EAGAIN);
    FAILS(recv(ends[1], bytes, 4, MSG_WAITALL), EAGAIN);
    FAILS(read(ends[1], bytes, 4), EAGAIN);
}

/* The first call says so, those after it what is so for good; the other end is told, too. */
static void reset(void)
{
    int ends[2];
    struct iovec part = {bytes, 8};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    pair(ends);
    FAILS(recv(ends[0], bytes, 8, 0), ECONNRESET);
    GIVES(recv(ends[0], bytes, 8, 0), 0);
    FAILS(send(ends[0], bytes, 8, MSG_NOSIGNAL), EPIPE);
    FAILS(getpeername(ends[0], ADDRESS, &address_length), ENOTCONN);
    FAILS(recv(ends[1], bytes, 8, 0), ECONNRESET);
    pair(ends);
    FAILS(send(ends[0], bytes, 8, MSG_NOSIGNAL), ECONNRESET);
    FAILS(write(ends[0], bytes, 8), EPIPE);
    pair(ends);
    FAILS(sendmsg(ends[0], &message, MSG_NOSIGNAL), ECONNRESET);
    FAILS(recvmsg(ends[1], &message, 0), ECONNRESET);
    pair(ends);
    FAILS(recv(ends[0], bytes, 8, MSG_WAITALL), ECONNRESET);
    FAILS(read(ends[1], bytes, 8), ECONNRESET);
}

static void in_parts(void)
{
    int ends[2];
    struct iovec parts[2] = {{bytes, 4}, {bytes + 4, 4}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    pair(ends);
    for (int i = 0; i < 100; i++) {
        ssize_t n = i % 2 ? send(ends[0], bytes, 8, 0) : sendmsg(ends[0], &message, 0);
        is("a send in part, or in several", n >= 1 && n <= 8, 1);
    }
    for (int i = 0; i < 8; i++) {
        ssize_t n = i % 2 ? recv(ends[1], bytes, 8, 0) : recvmsg(ends[1], &message, 0);
        is("a receive in part", n >= 1 && n < 8, 1);
    }
    GIVES(recv(ends[1], bytes, 16, MSG_WAITALL), 16);
    /* A datagram goes whole or not at all. */
    int fd = must(socket(AF_INET, SOCK_DGRAM, 0));
    address.sin_port = 0;
    must(bind(fd, ADDRESS, sizeof address));
    must(getsockname(fd, ADDRESS, &address_length));
    GIVES(sendto(fd, bytes, 8, 0, ADDRESS, sizeof address), 8);
    GIVES(recv(fd, bytes, 8, 0), 8);
}

static void no_fds(void)
{
    int ends[2], last = -1, before = -1, fd;
    int listener = listening(), client = must(socket(AF_INET, SOCK_STREAM, 0));
    must(connect(client, ADDRESS, sizeof address));
    while ((fd = socket(AF_INET, SOCK_STREAM, 0)) >= 0)
        before = last, last = fd;
    is("socket", errno, EMFILE);
    FAILS(accept(listener, NULL, NULL), EMFILE);
    FAILS(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), EMFILE);
    close(last);
    FAILS(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), EMFILE);
    GIVES(next_fd() >= 0, 1);
    /* What came before is still waiting. */
    fd = must(accept(listener, NULL, NULL));
    GIVES(send(client, bytes, 8, 0), 8);
    GIVES(recv(fd, bytes, 8, 0), 8);
    close(fd);
    close(before);
    close(listener);
    GIVES(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
}

static int resolved(void)
{
    struct addrinfo *list = NULL;
    int code = getaddrinfo("name.test", "80", NULL, &list);
    if (code == 0)
        freeaddrinfo(list);
    return code;
}

static int poll_many(void)
{
    struct pollfd many[64];
    for (int i = 0; i < 64; i++)
        many[i] = (struct pollfd){.fd = 1, .events = POLLOUT};
    return poll(many, 64, 0);
}

static void no_memory(void)
{
    void *volatile held = NULL, **volatile block;
    size_t size = 1 << 16;
    long kept = heap_held;
    GIVES(resolved(), 0);
    GIVES(poll_many(), 64);
    while (size >= sizeof *block)
        if ((block = malloc(size)) == NULL)
            size /= 2;
        else
            *block = held, held = (void *)block;
    GIVES(resolved(), EAI_MEMORY);
    FAILS(poll_many(), ENOMEM);
    is("gethostbyname", gethostbyname("name.test") == NULL, 1);
    is("h_errno", h_errno, NETDB_INTERNAL);
    while ((block = held) != NULL) {
        held = *block;
        free((void *)block);
    }
    GIVES(resolved(), 0);
    GIVES(poll_many(), 64);
    is("blocks kept", heap_held, kept);
}

/* The code of getaddrinfo and that of gethostbyname. */
static void names(const char *kind)
{
    static const struct { const char *kind; int code, h_code; } all[] = {
        {"again", EAI_AGAIN, TRY_AGAIN}, {"none", EAI_NONAME, HOST_NOT_FOUND},
        {"fail", EAI_FAIL, NO_RECOVERY}, {"memory", EAI_MEMORY, NETDB_INTERNAL},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(kind, all[i].kind) == 0) {
            GIVES(resolved(), all[i].code);
            is("gethostbyname", gethostbyname("name.test") == NULL, 1);
            is("h_errno", h_errno, all[i].h_code);
        }
}

/* Each record once for each type of socket, with an address that no other has. */
static void records(long wanted)
{
    static unsigned char seen[65536];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    long count = 0, twice = 0, kept = heap_held;
    GIVES(getaddrinfo("name.test", "80", &hints, &list), 0);
    for (struct addrinfo *at = list; at != NULL; at = at->ai_next) {
        const unsigned char *end = at->ai_family == AF_INET
            ? (unsigned char *)&((struct sockaddr_in *)(void *)at->ai_addr)->sin_addr + 2
            : (unsigned char *)&((struct sockaddr_in6 *)(void *)at->ai_addr)->sin6_addr + 14;
        twice += seen[end[0] << 8 | end[1]]++;
        count++;
    }
    freeaddrinfo(list);
    is("records", count, wanted);
    is("records that come twice", twice, 0);
    is("blocks kept", heap_held, kept);
    struct hostent *host = gethostbyname("name.test");
    for (count = 0; host != NULL && host->h_addr_list[count] != NULL; count++) {}
    is("IPv4 records", count, (wanted + 1) / 2);
}

int main(int argc, char **argv)
{
    const char *fault = argc > 1 ? argv[1] : "";
    if (strcmp(fault, "eintr") == 0) eintr();
    if (strcmp(fault, "again") == 0) again();
    if (strcmp(fault, "reset") == 0) reset();
    if (strcmp(fault, "short") == 0) in_parts();
    if (strcmp(fault, "fds") == 0) no_fds();
    if (strcmp(fault, "memory") == 0) no_memory();
    if (strncmp(fault, "names=", 6) == 0) {
        if (atol(fault + 6) > 0)
            records(atol(fault + 6));
        else
            names(fault + 6);
    }
    printf("%s: %d checks, %d wrong\n", fault, checks, wrong);
    return checks == 0 || wrong != 0;
}
