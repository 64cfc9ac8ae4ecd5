// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What is sure to be possible is possible at once, also for calls that do not wait: the first send of a socket, and to receive what
   the peer had sent before accept. */
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

int main(void)
{
    struct sockaddr_storage there, receiver;
    int listening = listener(AF_INET, &there), counts[6] = {0};
    bound(AF_INET, SOCK_DGRAM, &receiver);
    for (int i = 0; i < times; i++) {
        counts[0] += accepted_send(&there, listening);
        counts[1] += accepted_receive(&there, listening);
        counts[2] += accepted_poll(&there, listening);
        counts[3] += connected_send(&there, listening);
        counts[4] += datagram_send(&receiver);
        counts[5] += connected_datagram_send(&receiver);
    }
    show("accepted, send", "%d of %d", counts[0], times);
    show("accepted, recv", "%d of %d", counts[1], times);
    show("accepted, poll", "%d of %d", counts[2], times);
    show("connected, send", "%d of %d", counts[3], times);
    show("sendto", "%d of %d", counts[4], times);
    show("connected datagrams, send", "%d of %d", counts[5], times);
    return 0;
}
