/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The other end of transfer.c, native: takes the bytes and looks at each, gives them, or gives them back.  Prints its
 * port, and lives until its standard input ends.
 *
 *   peer [RESET_BYTES]     resets a connection when about so many bytes have gone over it */
#define _GNU_SOURCE
#include "pattern.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* How far a transfer has come: it may go on over another connection. */
#define TRANSFERS 4096
static struct transfer {
    uint64_t id, done;
    /* Of one connection at a time: the one before may not be at its end yet. */
    pthread_mutex_t busy;
} transfers[TRANSFERS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t reset_bytes;

struct connection {
    int fd;
    uint64_t left;
};

static struct transfer *transfer(uint64_t id)
{
    struct transfer *found = NULL;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < TRANSFERS && found == NULL; i++)
        if (transfers[i].id == id || transfers[i].id == 0) {
            transfers[i].id = id;
            found = &transfers[i];
        }
    pthread_mutex_unlock(&lock);
    if (found == NULL)
        fprintf(stderr, "peer: too many transfers\n"), exit(1);
    return found;
}

static void wrong(uint64_t position)
{
    fprintf(stderr, "peer: wrong bytes near %llu\n", (unsigned long long)position);
    exit(1);
}

/* Counts bytes; when their time has come, resets the connection, and says so. */
static int is_over(struct connection *c, size_t bytes)
{
    if (reset_bytes == 0 || (c->left = c->left > bytes ? c->left - bytes : 0) > 0)
        return 0;
    struct linger now = {1, 0};
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    return 1;
}

static int all(struct connection *c, const void *from, size_t length)
{
    const unsigned char *at = from;
    while (length > 0) {
        ssize_t n = send(c->fd, at, length, MSG_NOSIGNAL);
        if (n <= 0 || is_over(c, (size_t)n))
            return 0;
        at += n;
        length -= (size_t)n;
    }
    return 1;
}

/* The transfer's bytes, checked, and given back if somebody wants them. */
static int take(struct connection *c, uint64_t *done, uint64_t total, int give_back)
{
    static _Thread_local unsigned char room[BLOCK];
    while (*done < total) {
        ssize_t n = recv(c->fd, room, sizeof room, 0);
        if (n <= 0 || is_over(c, (size_t)n))
            return 0;
        if ((uint64_t)n > total - *done || !is_pattern(room, (size_t)n, *done))
            wrong(*done);
        *done += (uint64_t)n;
        if (give_back && !all(c, room, (size_t)n))
            return 0;
    }
    return 1;
}

static int give(struct connection *c, uint64_t done, uint64_t total)
{
    while (done < total) {
        size_t length = total - done < BLOCK ? (size_t)(total - done) : BLOCK;
        if (!all(c, pattern_at(done), length))
            return 0;
        done += length;
    }
    return 1;
}

static int serve_up(struct connection *c, struct transfer *transfer, uint64_t total)
{
    uint64_t *done = &transfer->done;
    pthread_mutex_lock(&transfer->busy);
    int good = all(c, done, sizeof *done) && take(c, done, total, 0) && all(c, done, sizeof *done);
    pthread_mutex_unlock(&transfer->busy);
    return good;
}

static int serve(struct connection *c)
{
    struct request request;
    if (recv(c->fd, &request, sizeof request, MSG_WAITALL) != sizeof request)
        return 0;
    if (request.magic != MAGIC)
        fprintf(stderr, "peer: not a request\n"), exit(1);
    switch (request.mode) {
    case UP: return serve_up(c, transfer(request.id), request.total);
    case DOWN: return give(c, request.done, request.total);
    default: return take(c, &request.done, request.total, 1);
    }
}

static void *serve_one(void *argument)
{
    struct connection *c = argument;
    unsigned char byte;
    /* What is still on its way to the other end must not be overtaken by a reset of ours. */
    if (serve(c) && shutdown(c->fd, SHUT_WR) == 0)
        while (recv(c->fd, &byte, 1, 0) > 0) {}
    close(c->fd);
    free(c);
    return NULL;
}

static void *accept_all(void *argument)
{
    uint64_t chance = 1;
    for (;;) {
        struct connection *c = malloc(sizeof *c);
        pthread_t thread;
        if (c == NULL || (c->fd = accept(*(int *)argument, NULL, NULL)) < 0)
            exit(1);
        c->left = reset_bytes + (reset_bytes > 0 ? next_random(&chance) % reset_bytes : 0);
        if (pthread_create(&thread, NULL, serve_one, c) != 0)
            exit(1);
        pthread_detach(thread);
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t length = sizeof address;
    pthread_t thread;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    reset_bytes = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    make_pattern();
    for (int i = 0; i < TRANSFERS; i++)
        pthread_mutex_init(&transfers[i].busy, NULL);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, 128) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &length) != 0)
        return perror("peer"), 1;
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    if (pthread_create(&thread, NULL, accept_all, &fd) != 0)
        return perror("peer"), 1;
    while (getchar() != EOF) {}
    return 0;
}
