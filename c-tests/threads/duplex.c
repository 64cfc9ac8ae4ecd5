// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* One thread waits in recv while another sends over the same socket with MSG_DONTWAIT and looks with MSG_DONTWAIT for
 * what is not there: the waiting one must not notice. */
#include "../observe.h"
#include <pthread.h>

enum { ROUNDS = 2000 };
static int pair[2];

static void *receive(void *result)
{
    char byte;
    ssize_t got;
    int *count = result;
    while ((got = recv(pair[0], &byte, 1, 0)) == 1)
        ++*count;
    if (got == -1)
        show("recv in the thread", "%s after %d", errno_name(errno), *count);
    return NULL;
}

static void *answer(void *unused)
{
    char bytes[64];
    ssize_t got;
    while ((got = recv(pair[1], bytes, sizeof bytes, 0)) > 0)
        require(send(pair[1], bytes, (size_t)got, MSG_NOSIGNAL) == got, "answer");
    shutdown(pair[1], SHUT_RDWR);
    return unused;
}

static void test(void)
{
    pthread_t receiver, answerer;
    int count = 0, sent = 0;
    NEEDED(tcp_pair(pair));
    require(pthread_create(&receiver, NULL, receive, &count) == 0, "pthread_create");
    require(pthread_create(&answerer, NULL, answer, NULL) == 0, "pthread_create");
    for (int round = 0; round < ROUNDS; round++) {
        wait_for(pair[0], POLLOUT);
        sent += send(pair[0], "x", 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1;
    }
    show_int("sent", sent);
    long end = now_ms() + PATIENCE_MS;
    while (count < sent && now_ms() < end)
        poll(NULL, 0, 1);
    shutdown(pair[0], SHUT_RDWR);
    pthread_join(receiver, NULL);
    pthread_join(answerer, NULL);
    show_int("received", count);
}

int main(void)
{
    test();
    return 0;
}
