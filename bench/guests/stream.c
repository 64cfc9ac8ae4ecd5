/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Bytes there and back. `stream KIND COUNT PORT` prints the nanoseconds of COUNT round trips; the kinds are
     ping, bulk   1 byte, 64 KiB
     poll, timed  1 byte, with poll() before it is received, without and with a limit of time
     many         1 byte over the next of 1,000 connections, all of which poll() waits for
   `stream serve [COUNT]` prints its port, takes so many connections, and sends back what comes, one after the other. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifdef RAW
#include RAW
#endif

#define BULK 65536

#define MANY 1000

static char bytes[BULK];

static int must(int result)
{
    if (result < 0) abort();
    return result;
}

static void send_all(int fd, size_t len)
{
    for (size_t done = 0; done < len;) done += (size_t)must((int)send(fd, bytes + done, len - done, 0));
}

static void round_trip(int fd, size_t len)
{
    send_all(fd, len);
    for (size_t done = 0; done < len;) {
        int n = must((int)recv(fd, bytes, BULK, 0));
        if (n == 0) abort();
        done += (size_t)n;
    }
}

static long long now(void)
{
    struct timespec time;
    must(clock_gettime(CLOCK_MONOTONIC, &time));
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int connected(in_port_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = must(socket(AF_INET, SOCK_STREAM, 0));
    must(connect(fd, (struct sockaddr *)&to, sizeof to));
    return fd;
}

static int client(size_t len, int count, in_port_t port)
{
    int fd = connected(port);
    for (int i = 0; i < count / 10; i++) round_trip(fd, len);
    long long start = now();
    for (int i = 0; i < count; i++) round_trip(fd, len);
    printf("%lld\n", now() - start);
    return close(fd);
}

#ifndef RAW
#include <fcntl.h>
#include <poll.h>

static struct pollfd fds[MANY];

/* Sends over one of the connections, and waits for all of them until the byte is back. */
static void polled(int len, int at, int limit)
{
    must((int)send(fds[at].fd, bytes, 1, 0));
    for (int done = 0; !done;) {
        if (must(poll(fds, (nfds_t)len, limit)) == 0) abort();
        for (int i = 0; i < len; i++)
            if (fds[i].revents != 0 && must((int)recv(fds[i].fd, bytes, BULK, 0)) == 1) done = 1;
    }
}

static int polling_client(int len, int limit, int count, in_port_t port)
{
    for (int i = 0; i < len; i++) {
        fds[i] = (struct pollfd){.fd = connected(port), .events = POLLIN};
        must(fcntl(fds[i].fd, F_SETFL, O_NONBLOCK));
    }
    for (int i = 0; i < count / 10; i++) polled(len, i % len, limit);
    long long start = now();
    for (int i = count / 10; i < count + count / 10; i++) polled(len, i % len, limit);
    printf("%lld\n", now() - start);
    return 0;
}
#endif

static int server(int len)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    static int peers[MANY];
    int fd = must(socket(AF_INET, SOCK_STREAM, 0));
    must(bind(fd, (struct sockaddr *)&at, sizeof at));
    must(listen(fd, 128));
    must(getsockname(fd, (struct sockaddr *)&at, &size));
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (int i = 0; i < len; i++) peers[i] = must(accept(fd, NULL, NULL));
    for (int i = 0, n; (n = must((int)recv(peers[i], bytes, BULK, 0))) > 0; i = (i + 1) % len) send_all(peers[i], (size_t)n);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "serve") == 0) return server(argc > 2 ? atoi(argv[2]) : 1);
    if (argc != 4) return 2;
    int count = atoi(argv[2]);
    in_port_t port = (in_port_t)atoi(argv[3]);
#ifndef RAW
    if (strcmp(argv[1], "poll") == 0) return polling_client(1, -1, count, port);
    if (strcmp(argv[1], "timed") == 0) return polling_client(1, 10000, count, port);
    if (strcmp(argv[1], "many") == 0) return polling_client(MANY, -1, count, port);
#endif
    return client(strcmp(argv[1], "ping") == 0 ? 1 : BULK, count, port);
}
