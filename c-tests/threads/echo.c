// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Two clients, each in a thread, and a server that serves them in turn: what one thread sends, no other gets. */
#include "../observe.h"
#include <pthread.h>

enum { CLIENTS = 2, ROUNDS = 200 };
static struct sockaddr_storage address;

static void *client(void *number)
{
    int fd = connected(SOCK_STREAM, &address), same = 0;
    require(fd >= 0, failed_at);
    char mine[8], back[8];
    for (int round = 0; round < ROUNDS; round++) {
        memset(mine, 'a' + *(int *)number, sizeof mine);
        mine[1] = (char)round;
        require(send(fd, mine, sizeof mine, MSG_NOSIGNAL) == sizeof mine, "send");
        require(recv(fd, back, sizeof back, MSG_WAITALL) == sizeof back, "recv");
        same += memcmp(mine, back, sizeof mine) == 0;
    }
    close(fd);
    *(int *)number = same;
    return NULL;
}

static void test(void)
{
    int listening = NEEDED(listener(AF_INET, &address)), numbers[CLIENTS], fds[CLIENTS], open = CLIENTS;
    struct pollfd polled[CLIENTS];
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        numbers[i] = i;
        require(pthread_create(&threads[i], NULL, client, &numbers[i]) == 0, "pthread_create");
        fds[i] = NEEDED(accepted(listening));
        polled[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    }
    while (open > 0) {
        require(poll(polled, CLIENTS, PATIENCE_MS) > 0, "poll");
        for (int i = 0; i < CLIENTS; i++) {
            char bytes[8];
            ssize_t got = polled[i].revents ? recv(fds[i], bytes, sizeof bytes, 0) : -1;
            if (got > 0)
                require(send(fds[i], bytes, (size_t)got, MSG_NOSIGNAL) == got, "send");
            if (got == 0)
                polled[i].fd = -1, open--, close(fds[i]);
        }
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        show_int("rounds that came back", numbers[i]);
    }
}

int main(void)
{
    test();
    return 0;
}
