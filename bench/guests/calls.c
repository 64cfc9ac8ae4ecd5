/* One call over and over: calls NAME COUNT. What a call executes is the difference of two counts, divided. The calls
   stand in loops of their own, as constant as in a program, so that the headers' short cuts apply. */

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef RAW
#include RAW
#endif



static int listener, one, other;
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
    for (int i = 0; i < 1000; i++) must(socket(AF_INET, SOCK_DGRAM, 0) >= 0);
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

static struct msghdr message_of(int n)
{
    for (int i = 0; i < n; i++) parts[i] = (struct iovec){.iov_base = &bytes[i], .iov_len = 1};
    return (struct msghdr){.msg_iov = parts, .msg_iovlen = n};
}

/* Sends messages of some parts, and receives them if asked to: as many as fit the socket's buffer. */
static void messages(int n, int count, int received)
{
    struct msghdr message = message_of(count);
    streams();
    for (int i = 0; i < n; i++) {
        must(sendmsg(one, &message, 0) == count);
        if (received) must(recvmsg(other, &message, 0) == count);
    }
}

static void datagram_messages(int n, int count, int received)
{
    struct sockaddr_in from;
    struct msghdr message = message_of(count), room = message;
    datagrams();
    message.msg_name = &there;
    message.msg_namelen = sizeof there;
    room.msg_name = &from;
    for (int i = 0; i < n; i++) {
        room.msg_namelen = sizeof from;
        must(sendmsg(one, &message, 0) == count);
        if (received) must(recvmsg(other, &room, 0) == count);
    }
}

#define MESSAGES(function, count)                                                              \
    static void sendmsg_##function##_##count(int n) { function(n, count, 0); }                 \
    static void recvmsg_##function##_##count(int n) { function(n, count, 1); }

MESSAGES(messages, 1)
MESSAGES(messages, 8)
MESSAGES(datagram_messages, 1)
MESSAGES(datagram_messages, 8)

static void getaddrinfo_numeric(int n)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV}, *found;
    for (int i = 0; i < n; i++) {
        must(getaddrinfo("127.0.0.1", "80", &hints, &found) == 0);
        freeaddrinfo(found);
    }
}

static void poll_some(int n, int count)
{
    struct pollfd *fds = calloc((size_t)count, sizeof *fds);
    must(fds != NULL);
    datagrams();
    for (int i = 0; i < count; i++) fds[i] = (struct pollfd){.fd = one, .events = POLLOUT};
    for (int i = 0; i < n; i++) must(poll(fds, (nfds_t)count, 0) == count);
}

static void poll_10(int n)
{
    poll_some(n, 10);
}

static void poll_100(int n)
{
    poll_some(n, 100);
}

static void poll_1000(int n)
{
    poll_some(n, 1000);
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
    {"close", close_none},
    {"connect close", connect_close},
    {"connect accept close", connect_accept_close},
    {"setsockopt", setsockopt_flag},
#ifndef RAW
    {"accept peer", accept_peer},
    {"getsockopt", getsockopt_error},
    {"sendmsg 1", sendmsg_messages_1},
    {"sendmsg 8", sendmsg_messages_8},
    {"sendmsg recvmsg 1", recvmsg_messages_1},
    {"sendmsg recvmsg 8", recvmsg_messages_8},
    {"sendmsg to 1", sendmsg_datagram_messages_1},
    {"sendmsg to 8", sendmsg_datagram_messages_8},
    {"sendmsg recvmsg from 1", recvmsg_datagram_messages_1},
    {"sendmsg recvmsg from 8", recvmsg_datagram_messages_8},
    {"getaddrinfo", getaddrinfo_numeric},
    {"poll 10", poll_10},
    {"poll 100", poll_100},
    {"poll 1000", poll_1000},
#endif
};

int main(int argc, char **argv)
{
    must(argc == 3);
    for (size_t i = 0; i < sizeof CALLS / sizeof *CALLS; i++)
        if (strcmp(CALLS[i].name, argv[1]) == 0) return CALLS[i].run(atoi(argv[2])), 0;
    return 2;
}
