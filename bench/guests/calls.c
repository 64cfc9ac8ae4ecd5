/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* One call over and over: calls NAME COUNT SIZE, the size being how many of something there are; writes its
   nanoseconds as a number of 8 bytes. What a call costs is the difference of two runs, divided. The calls stand in loops of their own, as constant as in a program, so that the
   headers' short cuts apply. */

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#ifdef RAW
#include RAW
#endif

static int listener, one, other, size;
static struct sockaddr_in there;
static char byte;

static void must(int holds)
{
    if (!holds) abort();
}

static int made(int kind)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof there;
    int fd = socket(AF_INET, kind, 0);
    must(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
    must(getsockname(fd, (struct sockaddr *)&there, &len) == 0);
    return fd;
}

static void streams(void)
{
    listener = made(SOCK_STREAM);
    must(listen(listener, 128) == 0);
    one = socket(AF_INET, SOCK_STREAM, 0);
    must(connect(one, (struct sockaddr *)&there, sizeof there) == 0);
    other = accept(listener, NULL, NULL);
    must(other >= 0);
}

static void datagrams(void)
{
    one = made(SOCK_DGRAM);
    other = made(SOCK_DGRAM);
}

static void nothing(int n)
{
    for (int i = 0; i < n; i++) __asm__ volatile("");
}

static void send_recv(int n)
{
    streams();
    for (int i = 0; i < n; i++) must(send(one, &byte, 1, 0) == 1 && recv(other, &byte, 1, 0) == 1);
}

static void send_recv_among_many(int n)
{
    for (int i = 0; i < size; i++) must(socket(AF_INET, SOCK_DGRAM, 0) >= 0);
    send_recv(n);
}

static void sendto_each(int n)
{
    datagrams();
    for (int i = 0; i < n; i++) must(sendto(one, &byte, 1, 0, (struct sockaddr *)&there, sizeof there) == 1);
}

static void sendto_recvfrom(int n)
{
    datagrams();
    for (int i = 0; i < n; i++) {
        struct sockaddr_in from;
        socklen_t len = sizeof from;
        must(sendto(one, &byte, 1, 0, (struct sockaddr *)&there, sizeof there) == 1);
        must(recvfrom(other, &byte, 1, 0, (struct sockaddr *)&from, &len) == 1);
    }
}

static void connect_udp(int n)
{
    datagrams();
    for (int i = 0; i < n; i++) must(connect(one, (struct sockaddr *)&there, sizeof there) == 0);
}

static void socket_close(int n)
{
    for (int i = 0; i < n; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        must(fd >= 0 && close(fd) == 0);
    }
}

static void send_none(int n)
{
    for (int i = 0; i < n; i++) must(send(-1, &byte, 1, 0) == -1);
}

static void fcntl_getfl(int n)
{
    streams();
    for (int i = 0; i < n; i++) must(fcntl(one, F_GETFL) >= 0);
}

static void close_none(int n)
{
    for (int i = 0; i < n; i++) must(close(-1) != 0);
}

/* One of them has not been taken when the next connects. */
static void connect_close(int n)
{
    streams();
    for (int i = 0; i < n; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        must(connect(fd, (struct sockaddr *)&there, sizeof there) == 0 && close(fd) == 0);
    }
}

static void connect_accept_close(int n)
{
    streams();
    for (int i = 0; i < n; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        must(connect(fd, (struct sockaddr *)&there, sizeof there) == 0 && close(fd) == 0);
        int taken = accept(listener, NULL, NULL);
        must(taken >= 0 && close(taken) == 0);
    }
}

static void setsockopt_flag(int n)
{
    streams();
    for (int i = 0; i < n; i++) {
        int on = 1;
        must(setsockopt(one, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0);
    }
}

#ifndef RAW
#include <poll.h>

#define PARTS 8

static void accept_peer(int n)
{
    streams();
    for (int i = 0; i < n; i++) {
        struct sockaddr_in peer;
        socklen_t len = sizeof peer;
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        must(connect(fd, (struct sockaddr *)&there, sizeof there) == 0 && close(fd) == 0);
        int taken = accept(listener, (struct sockaddr *)&peer, &len);
        must(taken >= 0 && close(taken) == 0);
    }
}

static void getsockopt_error(int n)
{
    streams();
    for (int i = 0; i < n; i++) {
        int error;
        socklen_t len = sizeof error;
        must(getsockopt(one, SOL_SOCKET, SO_ERROR, &error, &len) == 0 && error == 0);
    }
}

static char bytes[PARTS];
static struct iovec parts[PARTS];

static struct msghdr message(void)
{
    for (int i = 0; i < size; i++) parts[i] = (struct iovec){.iov_base = &bytes[i], .iov_len = 1};
    return (struct msghdr){.msg_iov = parts, .msg_iovlen = size};
}

/* Sends messages of some parts, and receives them if asked to: as many as fit the socket's buffer. */
static void messages(int n, int received)
{
    struct msghdr parted = message();
    streams();
    for (int i = 0; i < n; i++) {
        must(sendmsg(one, &parted, 0) == size);
        if (received) must(recvmsg(other, &parted, 0) == size);
    }
}

static void sendmsg_stream(int n)
{
    messages(n, 0);
}

static void sendmsg_recvmsg_stream(int n)
{
    messages(n, 1);
}

static void datagram_messages(int n, int received)
{
    struct sockaddr_in from;
    struct msghdr parted = message(), room = parted;
    datagrams();
    parted.msg_name = &there;
    parted.msg_namelen = sizeof there;
    room.msg_name = &from;
    for (int i = 0; i < n; i++) {
        room.msg_namelen = sizeof from;
        must(sendmsg(one, &parted, 0) == size);
        if (received) must(recvmsg(other, &room, 0) == size);
    }
}

static void sendmsg_datagram(int n)
{
    datagram_messages(n, 0);
}

static void sendmsg_recvmsg_datagram(int n)
{
    datagram_messages(n, 1);
}

static void getaddrinfo_numeric(int n)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV}, *found;
    for (int i = 0; i < n; i++) {
        must(getaddrinfo("127.0.0.1", "80", &hints, &found) == 0);
        freeaddrinfo(found);
    }
}

/* The host makes up its answers. */
static void getaddrinfo_name(int n)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
    for (int i = 0; i < n; i++) {
        must(getaddrinfo("many.example", "80", &hints, &found) == 0);
        freeaddrinfo(found);
    }
}

static void poll_some(int n)
{
    struct pollfd *fds = calloc((size_t)size, sizeof *fds);
    must(fds != NULL);
    datagrams();
    for (int i = 0; i < size; i++) fds[i] = (struct pollfd){.fd = one, .events = POLLOUT};
    for (int i = 0; i < n; i++) must(poll(fds, (nfds_t)size, 0) == size);
}
#endif

static const struct {
    const char *name;
    void (*run)(int);
} CALLS[] = {
    {"nothing", nothing},
    {"send recv", send_recv},
    {"send recv among many", send_recv_among_many},
    {"sendto", sendto_each},
    {"sendto recvfrom", sendto_recvfrom},
    {"connect", connect_udp},
    {"socket close", socket_close},
    {"send to none", send_none},
    {"fcntl", fcntl_getfl},
    {"close", close_none},
    {"connect close", connect_close},
    {"connect accept close", connect_accept_close},
    {"setsockopt", setsockopt_flag},
#ifndef RAW
    {"accept peer", accept_peer},
    {"getsockopt", getsockopt_error},
    {"sendmsg", sendmsg_stream},
    {"sendmsg recvmsg", sendmsg_recvmsg_stream},
    {"sendmsg to", sendmsg_datagram},
    {"sendmsg recvmsg from", sendmsg_recvmsg_datagram},
    {"getaddrinfo", getaddrinfo_numeric},
    {"getaddrinfo name", getaddrinfo_name},
    {"poll", poll_some},
#endif
};

static long long now(void)
{
    struct timespec time;
    must(clock_gettime(CLOCK_MONOTONIC, &time) == 0);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int argc, char **argv)
{
    must(argc == 4);
    size = atoi(argv[3]);
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++) {
        if (strcmp(CALLS[i].name, argv[1]) != 0) continue;
        long long spent = -now();
        CALLS[i].run(atoi(argv[2]));
        spent += now();
        return write(1, &spent, sizeof spent) != sizeof spent;
    }
    return 2;
}
