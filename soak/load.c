/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Load for server.c, native: holds many connections, sends requests over each, and looks at every byte of the answers.
 *
 *   load PORT CONNECTIONS REQUESTS SERVER_PID */
#define _GNU_SOURCE
#include "message.h"
#include "pattern.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* No answer takes longer. */
#define PATIENCE_MS 20000
/* The server's memory may not grow by more. */
#define MOST_GROWTH_KB 1024

struct message {
    struct head head;
    unsigned char bytes[MOST_BYTES];
};

static struct client {
    int fd;
    uint32_t sequence, gone, have;
    struct message request, answer;
} *clients;
static uint64_t chance = 1;
static long sent, got, bytes;

static void fail(const char *what)
{
    fprintf(stderr, "load: %s after %ld requests and %ld answers (%s)\n", what, sent, got, strerror(errno));
    exit(1);
}

static uint32_t size_of(const struct message *message)
{
    return (uint32_t)sizeof message->head + message->head.length;
}

static void make_request(struct client *client, uint32_t number)
{
    struct head *head = &client->request.head;
    *head = (struct head){next_random(&chance) % (MOST_BYTES + 1), number, client->sequence++, 0};
    memcpy(client->request.bytes, pattern_at(next_random(&chance)), head->length);
    client->gone = client->have = 0;
    sent++;
}

/* Sends what is left; now and then a part of it only, so that the server sees a request in pieces. */
static void go_on(struct client *client)
{
    uint32_t left = size_of(&client->request) - client->gone;
    if (client->gone == 0 && left > 1 && next_random(&chance) % 8 == 0)
        left = 1 + next_random(&chance) % (left - 1);
    ssize_t n = send(client->fd, (char *)&client->request + client->gone, left, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN)
        fail("send");
    client->gone += n > 0 ? (uint32_t)n : 0;
}

static void check(const struct client *client)
{
    const struct message *asked = &client->request, *told = &client->answer;
    if (told->head.connection != asked->head.connection || told->head.sequence != asked->head.sequence ||
        told->head.length != asked->head.length || told->head.sum != sum_of(asked->bytes, asked->head.length))
        fail("the answer of another request");
    for (uint32_t i = 0; i < asked->head.length; i++)
        if (told->bytes[i] != answered(asked->bytes[i]))
            fail("a wrong answer");
    bytes += 2 * (long)size_of(asked);
    got++;
}

/* Whether an answer is whole. */
static int receive(struct client *client)
{
    ssize_t n = recv(client->fd, (char *)&client->answer + client->have, sizeof client->answer - client->have,
                     MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN))
        fail("a connection is gone");
    client->have += n > 0 ? (uint32_t)n : 0;
    if (client->have < size_of(&client->request))
        return 0;
    if (client->have > size_of(&client->request))
        fail("more than an answer");
    check(client);
    return 1;
}

static int connection(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/* The resident memory of a process, in KiB. */
static long resident(const char *pid)
{
    char path[64], line[256];
    long kb = -1;
    snprintf(path, sizeof path, "/proc/%s/status", pid);
    FILE *status = fopen(path, "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmRSS: %ld", &kb) == 1)
            break;
    if (status != NULL)
        fclose(status);
    return kb > 0 ? kb : (fail("the server's memory cannot be read"), 0);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return fprintf(stderr, "usage: load PORT CONNECTIONS REQUESTS SERVER_PID\n"), 2;
    int count = atoi(argv[2]), epoll = epoll_create1(0);
    long requests = atol(argv[3]), before = 0;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < 65536 ? files.rlim_max : 65536;
    setrlimit(RLIMIT_NOFILE, &files);
    make_pattern();
    clients = calloc((size_t)count, sizeof *clients);
    double start = seconds();
    for (int i = 0; i < count; i++) {
        clients[i].fd = connection((uint16_t)atoi(argv[1]));
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = (uint32_t)i};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event) != 0)
            fail("epoll");
        make_request(&clients[i], (uint32_t)i);
    }
    for (int i = 0; i < count; i++)
        go_on(&clients[i]);
    while (got < requests) {
        struct epoll_event events[256];
        int n = epoll_wait(epoll, events, 256, PATIENCE_MS);
        if (n <= 0)
            fail("an answer is lost");
        for (int i = 0; i < n; i++) {
            struct client *client = &clients[events[i].data.u32];
            if (events[i].events & EPOLLIN && receive(client) && sent < requests)
                make_request(client, events[i].data.u32);
            /* A request in pieces: the rest comes with the next look at the connection. */
            while (client->gone < size_of(&client->request))
                go_on(client);
        }
        if (before == 0 && got >= requests / 10)
            before = resident(argv[4]);
    }
    long after = resident(argv[4]);
    clients[0].request.head.length = END;
    if (send(clients[0].fd, &clients[0].request, sizeof(struct head), MSG_NOSIGNAL) < 0)
        fail("send");
    printf("%d connections held, %ld requests, %ld answers, %ld MB, %.0f requests/s; host memory %ld KiB, then %ld KiB\n",
           count, sent, got, bytes / 1000000, (double)got / (seconds() - start), before, after);
    if (after > before + MOST_GROWTH_KB)
        fail("the host's memory has grown");
    return 0;
}
