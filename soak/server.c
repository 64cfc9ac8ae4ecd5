/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A server as they are written: one poll loop, sockets that do not block, a buffer for each connection.
 *
 *   server PORT     0 for any, which is told */
#include "heap.h"
#include "message.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 1500
/* So many requests later a poll of all connections has had its room. */
#define WARM_UP 10000

/* A request while it comes, then its answer while it goes. */
static struct client {
    unsigned char bytes[sizeof(struct head) + MOST_BYTES];
    uint32_t have, left;
} clients[MOST];
static struct pollfd fds[MOST + 1];
static int open_now, most_open, over;
static long served, accepted;

static void fail(const char *what)
{
    fprintf(stderr, "server: %s (%s)\n", what, strerror(errno));
    exit(1);
}

static void set_nonblocking(int fd)
{
    if (fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0)
        fail("O_NONBLOCK");
}

static int listening(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    socklen_t length = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1024) != 0)
        fail("listen");
    set_nonblocking(fd);
    if (port == 0 && getsockname(fd, (struct sockaddr *)&address, &length) == 0)
        port = ntohs(address.sin_port);
    printf("%u\n", port);
    fflush(stdout);
    return fd;
}

static void accept_all(int listener)
{
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED))
            return;
        if (fd < 0 || open_now == MOST)
            fail("accept");
        set_nonblocking(fd);
        clients[open_now].have = clients[open_now].left = 0;
        fds[++open_now] = (struct pollfd){.fd = fd, .events = POLLIN};
        accepted++;
        if (open_now > most_open)
            most_open = open_now;
    }
}

/* The last one takes its place. */
static void end_client(int i)
{
    close(fds[i + 1].fd);
    open_now--;
    clients[i] = clients[open_now];
    fds[i + 1] = fds[open_now + 1];
}

/* Makes the answer of a request that is there, in its place; whether there was one. */
static int answer(struct client *client)
{
    struct head head;
    if (client->have < sizeof head)
        return 0;
    memcpy(&head, client->bytes, sizeof head);
    if (head.length == END)
        return over = 1;
    if (head.length > MOST_BYTES)
        fail("a request that nobody has sent");
    if (client->have < sizeof head + head.length)
        return 0;
    unsigned char *bytes = client->bytes + sizeof head;
    head.sum = sum_of(bytes, head.length);
    for (uint32_t i = 0; i < head.length; i++)
        bytes[i] = answered(bytes[i]);
    memcpy(client->bytes, &head, sizeof head);
    client->left = client->have;
    served++;
    return 1;
}

/* Whether the connection goes on. */
static int serve(struct client *client, struct pollfd *fd)
{
    while (!over) {
        ssize_t n = client->left > 0
            ? send(fd->fd, client->bytes + client->have - client->left, client->left, MSG_NOSIGNAL)
            : recv(fd->fd, client->bytes + client->have, sizeof client->bytes - client->have, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        if (n <= 0)
            return 0;
        if (client->left == 0) {
            client->have += (uint32_t)n;
            answer(client);
        } else if ((client->left -= (uint32_t)n) == 0) {
            client->have = 0;
        }
    }
    fd->events = client->left > 0 ? POLLOUT : POLLIN;
    return 1;
}

int main(int argc, char **argv)
{
    int listener = listening((uint16_t)(argc > 1 ? atoi(argv[1]) : 0));
    size_t pages = 0;
    long held = 0;
    fds[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    while (!over) {
        if (poll(fds, (unsigned)open_now + 1, -1) < 0 && errno != EINTR)
            fail("poll");
        /* Backwards: who takes the place of one that has ended has had his turn. */
        for (int i = open_now - 1; i >= 0; i--)
            if (fds[i + 1].revents != 0 && !serve(&clients[i], &fds[i + 1]))
                end_client(i);
        if (fds[0].revents != 0)
            accept_all(listener);
        if (served < WARM_UP) {
            pages = heap_pages();
            held = heap_held;
        }
    }
    printf("guest: %ld connections, %d at once, %ld requests; heap: %ld calls, %ld blocks kept, grown by %zu pages\n",
           accepted, most_open, served, heap_calls, heap_held - held, heap_pages() - pages);
    return heap_held == held && heap_pages() == pages ? 0 : 1;
}
