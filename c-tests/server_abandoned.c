// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A poll server whose clients leave in the middle of its answers: half by an end, half by a reset. Nothing that they do ends
 * it, keeps it waiting or leaves a descriptor. */
#include "observe.h"

#include <limits.h>

#ifndef __wasi__
#include <signal.h>
#endif

#define CLIENTS 200
#define ROUNDS 10
/* A client that has left is answered until that is seen: a host may hear of it late. */
#define ANY_NUMBER INT_MAX

static int clients[CLIENTS], served[CLIENTS], pieces[CLIENTS];
static int gone, wrong, left;

/* The answer's pieces leave by different calls. */
static ssize_t answer(int fd, int way)
{
    static char data[500];
    struct iovec part = {data, sizeof data};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    switch (way % 5) {
    case 0: return send(fd, data, sizeof data, 0);
    case 1: return write(fd, data, sizeof data);
    case 2: return writev(fd, &part, 1);
    case 3: return sendmsg(fd, &message, 0);
    default: return sendto(fd, data, sizeof data, MSG_NOSIGNAL, NULL, 0);
    }
}

static void is_closed(int fd)
{
    close(fd);
    if (fcntl(fd, F_GETFL) != -1 || errno != EBADF)
        left++;
}

static void serve(int i)
{
    ssize_t sent = answer(served[i], i + pieces[i]);
    if (sent < 0 && errno == EAGAIN)
        return;
    if (sent < 0) {
        gone++;
        wrong += errno != EPIPE && errno != ECONNRESET;
    }
    pieces[i]++;
    if (sent < 0) {
        is_closed(served[i]);
        served[i] = -1;
    }
}

/* One call of poll, and a piece to each client that takes one and has had fewer than so many; whether there is such a client. */
static int turn(int wanted)
{
    static struct pollfd watched[CLIENTS];
    int waiting = 0;
    for (int i = 0; i < CLIENTS; i++) {
        int waits = served[i] >= 0 && pieces[i] < wanted;
        watched[i] = (struct pollfd){.fd = waits ? served[i] : -1, .events = POLLOUT};
        waiting += waits;
    }
    if (!waiting)
        return 0;
    require(poll(watched, CLIENTS, PATIENCE_MS) > 0, "poll");
    for (int i = 0; i < CLIENTS; i++)
        if (watched[i].fd >= 0 && watched[i].revents)
            serve(i);
    return 1;
}

/* A connection that is closed with data unread is reset. */
static void leave(int i)
{
    static char data[500];
    wait_for(clients[i], POLLIN);
    for (size_t got = 0; i % 2 == 0 && got < sizeof data;) {
        ssize_t part = recv(clients[i], data, sizeof data - got, 0);
        require(part > 0, "recv");
        got += (size_t)part;
    }
    is_closed(clients[i]);
}

/* Makes all connections; -1 if the host has not so many sockets. */
static int seat(int listening, const struct sockaddr_storage *there)
{
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = connected(SOCK_STREAM, there);
        served[i] = clients[i] < 0 ? -1 : accepted(listening);
        if (served[i] < 0 || set_nonblocking(served[i]) < 0)
            return -1;
        pieces[i] = 0;
    }
    return 0;
}

static void play(void)
{
    while (turn(1))
        ;
    for (int i = 0; i < CLIENTS; i++)
        leave(i);
    while (turn(ANY_NUMBER))
        ;
}

static void test(void)
{
    struct sockaddr_storage there;
    int listening = NEEDED(listener(AF_INET, &there));
#ifndef __wasi__
    signal(SIGPIPE, SIG_IGN);
#endif
    for (int i = 0; i < ROUNDS; i++) {
        NEEDED(seat(listening, &there));
        play();
    }
    close(listening);
    show_yes("every client's leaving was seen", gone == CLIENTS * ROUNDS);
    show_int("other errors than EPIPE and ECONNRESET", wrong);
    show_int("descriptors left", left);
}

int main(void)
{
    test();
    return 0;
}
