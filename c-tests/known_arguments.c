// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Calls whose arguments the compiler knows, and the same ones by address, where it knows nothing: with optimisation
 * the headers call other functions for the former, and both have to say the same. */
#include "observe.h"

/* Programs that declare the functions themselves, or have members of these names. */
int socket(int, int, int);
ssize_t send(int, const void *, size_t, int);

static struct {
    int (*socket)(int, int, int);
    int (*bind)(int, const struct sockaddr *, socklen_t);
    int (*connect)(int, const struct sockaddr *, socklen_t);
    int (*accept)(int, struct sockaddr *restrict, socklen_t *restrict);
    ssize_t (*send)(int, const void *, size_t, int);
    ssize_t (*recv)(int, void *, size_t, int);
    ssize_t (*sendto)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    ssize_t (*recvfrom)(int, void *restrict, size_t, int, struct sockaddr *restrict, socklen_t *restrict);
    ssize_t (*sendmsg)(int, const struct msghdr *, int);
    ssize_t (*recvmsg)(int, struct msghdr *, int);
    int (*setsockopt)(int, int, int, const void *, socklen_t);
    int (*getsockopt)(int, int, int, void *restrict, socklen_t *restrict);
} volatile by = {&socket, &bind, &connect, &accept, &send, &recv, &sendto, &recvfrom, &sendmsg, &recvmsg, &setsockopt, &getsockopt};

static void both(const char *label, ssize_t known, int known_errno, ssize_t other, int other_errno)
{
    printf("%s: %d %s, %d %s\n", label, (int)known, known < 0 ? errno_name(known_errno) : "-", (int)other,
           other < 0 ? errno_name(other_errno) : "-");
}

/* Twice: by name and by address, errno after each. */
#define BOTH(label, name, ...)                                   \
    do {                                                         \
        errno = 0;                                               \
        ssize_t first = name(__VA_ARGS__);                       \
        int after = errno;                                       \
        errno = 0;                                               \
        ssize_t second = by.name(__VA_ARGS__);                   \
        both(label " " #name, first, after, second, errno);      \
    } while (0)

static void messages(int fd, char text[4], struct sockaddr *here, struct sockaddr *other)
{
    struct sockaddr_in from;
    socklen_t len = sizeof from;
    struct iovec part = {.iov_base = text, .iov_len = 3};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    BOTH("", sendto, fd, text, 3, 0, here, sizeof from);
    BOTH("other family", sendto, fd, text, 3, 0, other, sizeof from);
    BOTH("short", sendto, fd, text, 3, 0, here, 8);
    BOTH("to null", sendto, fd, text, 3, 0, NULL, 0);
    BOTH("", recvfrom, fd, text, 3, 0, SA(&from), &len);
    BOTH("from null", recvfrom, fd, text, 3, 0, NULL, NULL);
    BOTH("", sendmsg, fd, &message, 0);
    BOTH("null", sendmsg, fd, NULL, 0);
    BOTH("", recvmsg, fd, &message, 0);
    message.msg_iovlen = -1;
    BOTH("no buffers", sendmsg, fd, &message, 0);
    BOTH("no buffers", recvmsg, fd, &message, MSG_NOSIGNAL);
}

static void every_call(const char *label, int fd)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in other = {.sin_family = AF_UNIX};
    char text[4] = "abc";
    int on = 1, error;
    socklen_t len = sizeof error;
    show(label, "follows");
    BOTH("", bind, fd, SA(&here), sizeof here);
    BOTH("short", bind, fd, SA(&here), 8);
    BOTH("", connect, fd, SA(&here), sizeof here);
    BOTH("null", connect, fd, NULL, sizeof here);
    BOTH("other family", connect, fd, SA(&other), sizeof other);
    BOTH("", accept, fd, NULL, NULL);
    BOTH("", send, fd, text, 3, 0);
    BOTH("MSG_NOSIGNAL", send, fd, text, 3, MSG_NOSIGNAL);
    BOTH("null", send, fd, NULL, 3, 0);
    BOTH("", recv, fd, text, sizeof text, 0);
    messages(fd, text, SA(&here), SA(&other));
    BOTH("", setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    BOTH("short", setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, &on, 2);
    BOTH("", setsockopt, fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    BOTH("", setsockopt, fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    BOTH("null", setsockopt, fd, SOL_SOCKET, SO_REUSEADDR, NULL, sizeof on);
    BOTH("", getsockopt, fd, SOL_SOCKET, SO_ERROR, &error, &len);
    BOTH("null", getsockopt, fd, SOL_SOCKET, SO_ERROR, NULL, &len);
}

static int closed(int fd)
{
    return fd >= 0 ? close(fd) : fd;
}

static void sockets(void)
{
    errno = 0;
    show_result("stream", closed(socket(AF_INET, SOCK_STREAM, 0)));
    show_result("stream, protocol", closed(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)));
    show_yes("datagram alike", closed(socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP)) == closed(by.socket(AF_INET, SOCK_DGRAM, 0)));
    BOTH("wrong protocol", socket, AF_INET, SOCK_STREAM, IPPROTO_UDP);
    BOTH("wrong family", socket, 77, SOCK_STREAM, 0);
    BOTH("wrong type", socket, AF_INET, 9, 0);
}

/* Whether an option is set alike: not every runtime has every option. */
#define ALIKE(fd, level, name, number)                                                               \
    do {                                                                                             \
        int given = number, first = -1, second = -1;                                                 \
        socklen_t len = sizeof first;                                                                \
        int known = setsockopt(fd, level, name, &given, sizeof given);                               \
        by.getsockopt(fd, level, name, &first, &len);                                                \
        int other = by.setsockopt(fd, level, name, &given, sizeof given);                            \
        by.getsockopt(fd, level, name, &second, &len);                                               \
        show_yes(#name " " #number " alike", known == other && first == second);                     \
    } while (0)

static void options(int fd)
{
    int value = -1;
    socklen_t len = sizeof value;
    ALIKE(fd, SOL_SOCKET, SO_REUSEADDR, 300);
    ALIKE(fd, SOL_SOCKET, SO_REUSEPORT, 0);
    ALIKE(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    ALIKE(fd, SOL_SOCKET, SO_KEEPALIVE, 0);
    ALIKE(fd, SOL_SOCKET, SO_BROADCAST, -1);
    ALIKE(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    ALIKE(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    show_result("get SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &len));
    show_int("value", value);
    show_int("length", len);
    BOTH("null", connect, fd, NULL, sizeof(struct sockaddr_in));
    BOTH("null", send, fd, NULL, 3, MSG_NOSIGNAL);
    BOTH("null", setsockopt, fd, SOL_SOCKET, SO_KEEPALIVE, NULL, sizeof(int));
}

int main(void)
{
    sockets();
    every_call("no descriptor", -1);
    every_call("closed descriptor", 999);
    every_call("standard input", 0);
    options(socket(AF_INET, SOCK_STREAM, 0));
    return 0;
}
