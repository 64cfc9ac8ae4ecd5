// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The shape of a small server: one poll loop over a listener and its clients, accepting, echoing and closing. */
#include "observe.h"

#define CLIENTS 8

static struct pollfd watched[CLIENTS + 1];
static int served, echoed;

static void serve(struct pollfd *one)
{
    char text[64];
    ssize_t got = recv(one->fd, text, sizeof text, 0);
    if (got > 0) {
        require(send(one->fd, text, (size_t)got, MSG_NOSIGNAL) == got, "send");
        echoed += (int)got;
    } else {
        require(got == 0, "recv");
        close(one->fd);
        one->fd = -1;
        served++;
    }
}

static void turn(void)
{
    require(poll(watched, CLIENTS + 1, PATIENCE_MS) > 0, "poll");
    for (int i = 1; i <= CLIENTS; i++)
        if (watched[i].fd >= 0 && watched[i].revents)
            serve(&watched[i]);
    if (watched[0].revents & POLLIN)
        for (int i = 1; i <= CLIENTS; i++)
            if (watched[i].fd < 0) {
                watched[i] = (struct pollfd){.fd = accept4(watched[0].fd, NULL, NULL, SOCK_NONBLOCK), .events = POLLIN};
                require(watched[i].fd >= 0, "accept");
                break;
            }
}

static void test(void)
{
    struct sockaddr_storage there;
    int clients[CLIENTS], right = 0;
    char text[8];
    for (int i = 1; i <= CLIENTS; i++)
        watched[i].fd = -1;
    watched[0] = (struct pollfd){.fd = NEEDED(listener(AF_INET, &there)), .events = POLLIN};
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = NEEDED(connected(SOCK_STREAM, &there));
        require(send(clients[i], "message", 7, 0) == 7, "send");
    }
    while (echoed < CLIENTS * 7)
        turn();
    for (int i = 0; i < CLIENTS; i++) {
        wait_for(clients[i], POLLIN);
        right += recv(clients[i], text, sizeof text, 0) == 7;
        close(clients[i]);
    }
    while (served < CLIENTS)
        turn();
    show_int("right echoes", right);
    show_int("served to the end", served);
}

int main(void)
{
    test();
    return 0;
}
