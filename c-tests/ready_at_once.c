// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What is sure to be possible is possible at once, also for calls that do not wait: the first send of a socket, and to receive what
 * the peer had sent before accept. */
#include "observe.h"

enum { times = 100 };

/* An accepted connection; the peer has sent a byte before. */
static int accepted_from(struct sockaddr_storage *there, int listening, int *client)
{
    *client = socket(AF_INET, SOCK_STREAM, 0);
    require(connect(*client, SA(there), sizeof(struct sockaddr_in)) == 0, "connect");
    require(send(*client, "x", 1, 0) == 1, "send");
    int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK);
    require(fd >= 0, "accept4");
    return fd;
}

static int accepted_send(struct sockaddr_storage *there, int listening)
{
    int client, fd = accepted_from(there, listening, &client), sent = send(fd, "x", 1, 0) == 1;
    close(fd);
    close(client);
    return sent;
}

static int accepted_receive(struct sockaddr_storage *there, int listening)
{
    char byte;
    int client, fd = accepted_from(there, listening, &client), received = recv(fd, &byte, 1, 0) == 1;
    close(fd);
    close(client);
    return received;
}

static int accepted_poll(struct sockaddr_storage *there, int listening)
{
    int client, fd = accepted_from(there, listening, &client);
    int events = events_within(fd, POLLIN | POLLOUT, 0);
    close(fd);
    close(client);
    return events == (POLLIN | POLLOUT);
}

static int connected_send(struct sockaddr_storage *there, int listening)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    connect(fd, SA(there), sizeof(struct sockaddr_in));
    int is_ready = events_within(fd, POLLOUT, 5000) == POLLOUT, sent = send(fd, "x", 1, 0) == 1;
    close(accepted(listening));
    close(fd);
    return is_ready && sent;
}

static int datagram_send(struct sockaddr_storage *to)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    int sent = sendto(fd, "x", 1, 0, SA(to), sizeof(struct sockaddr_in)) == 1;
    close(fd);
    return sent;
}

static int connected_datagram_send(struct sockaddr_storage *to)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    require(connect(fd, SA(to), sizeof(struct sockaddr_in)) == 0, "connect");
    int sent = send(fd, "x", 1, 0) == 1;
    close(fd);
    return sent;
}

/* How often it was possible. */
static void streams(const char *label, int (*once)(struct sockaddr_storage *, int))
{
    struct sockaddr_storage there;
    int listening = NEEDED(listener(AF_INET, &there)), count = 0;
    for (int i = 0; i < times; i++)
        count += once(&there, listening);
    show(label, "%d of %d", count, times);
    close(listening);
}

static void datagrams(const char *label, int (*once)(struct sockaddr_storage *))
{
    struct sockaddr_storage there;
    int receiver = NEEDED(bound(AF_INET, SOCK_DGRAM, &there)), count = 0;
    for (int i = 0; i < times; i++)
        count += once(&there);
    show(label, "%d of %d", count, times);
    close(receiver);
}

int main(void)
{
    streams("accepted, send", accepted_send);
    streams("accepted, recv", accepted_receive);
    streams("accepted, poll", accepted_poll);
    streams("connected, send", connected_send);
    datagrams("sendto", datagram_send);
    datagrams("connected datagrams, send", connected_datagram_send);
    return 0;
}
