/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* tcp_server PORT [CONNECTIONS]: gives back what it is sent, to many clients at once by poll; with port 0 on a free
   port, and with a number of connections until that many have ended. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 64, ROOM = 4096 };

struct client {
    char data[ROOM];
    size_t start, end;
};

static struct pollfd polled[1 + CLIENTS];
static struct client clients[1 + CLIENTS];
static nfds_t count = 1;
static long ended;

static int listen_on(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1 ||
        bind(fd, (struct sockaddr *)&address, sizeof address) == -1 || listen(fd, 16) == -1 ||
        getsockname(fd, (struct sockaddr *)&address, &len) == -1) {
        perror("listen");
        exit(1);
    }
    printf("listening on 127.0.0.1 port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static void add_client(int listener)
{
    int fd = accept(listener, NULL, NULL);
    if (fd == -1)
        return;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    clients[count].start = clients[count].end = 0;
    polled[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

/* The last one takes its place. */
static void remove_client(nfds_t i)
{
    close(polled[i].fd);
    polled[i] = polled[--count];
    clients[i] = clients[count];
    ended++;
}

/* Moves what is ready: reads into an empty buffer, writes from a full one. 0 when the client is gone. */
static int serve(struct pollfd *at, struct client *client)
{
    ssize_t n;
    if (client->start == client->end) {
        client->start = client->end = 0;
        n = recv(at->fd, client->data, ROOM, 0);
        if (n == 0)
            return 0;
        client->end = n > 0 ? n : 0;
    } else {
        n = send(at->fd, client->data + client->start, client->end - client->start, 0);
        client->start += n > 0 ? n : 0;
    }
    at->events = client->start == client->end ? POLLIN : POLLOUT;
    return n >= 0 || errno == EAGAIN;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: tcp_server PORT [CONNECTIONS]\n");
        return 2;
    }
    long wanted = argc > 2 ? atol(argv[2]) : -1;
    polled[0] = (struct pollfd){.fd = listen_on(argv[1]), .events = POLLIN};
    while (ended != wanted) {
        if (poll(polled, count, -1) == -1) {
            perror("poll");
            return 1;
        }
        for (nfds_t i = count - 1; i > 0; i--)
            if (polled[i].revents != 0 && !serve(&polled[i], &clients[i]))
                remove_client(i);
        if (polled[0].revents != 0 && count < 1 + CLIENTS)
            add_client(polled[0].fd);
    }
    return 0;
}
