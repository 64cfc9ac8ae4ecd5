// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Look-ups in three threads at once: each has its own answers and its own h_errno. */
#include "../observe.h"
#include <pthread.h>

enum { THREADS = 3, ROUNDS = 300 };
static pthread_barrier_t all;

struct result {
    int number, right, h_error;
};

static int look_up(int number)
{
    char name[32], service[16], text[INET_ADDRSTRLEN], buffer[512];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    struct servent entry, *found;
    struct hostent host, *known;
    int code, port = 1000 + number;
    snprintf(name, sizeof name, "192.0.2.%d", number);
    snprintf(service, sizeof service, "%d", port);
    if (getaddrinfo(name, service, &hints, &list) != 0)
        return 0;
    const struct sockaddr_in *in = (const void *)list->ai_addr;
    int right = ntohs(in->sin_port) == port && inet_ntop(AF_INET, &in->sin_addr, text, sizeof text) && !strcmp(text, name);
    freeaddrinfo(list);
    right += getservbyname_r(number ? "http" : "smtp", "tcp", &entry, buffer, sizeof buffer, &found) == 0 && found &&
             ntohs((uint16_t)found->s_port) == (number ? 80 : 25);
    right += gethostbyname_r(name, &host, buffer, sizeof buffer, &known, &code) == 0 && known && !strcmp(known->h_name, name);
    return right == 3;
}

static void *thread(void *argument)
{
    struct result *result = argument;
    h_errno = result->number + 1;
    pthread_barrier_wait(&all);
    for (int round = 0; round < ROUNDS; round++)
        result->right += look_up(result->number);
    pthread_barrier_wait(&all);
    result->h_error = h_errno;
    return NULL;
}

int main(void)
{
    struct result results[THREADS] = {{0}};
    pthread_t threads[THREADS];
    h_errno = 77;
    pthread_barrier_init(&all, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        results[i].number = i;
        require(pthread_create(&threads[i], NULL, thread, &results[i]) == 0, "pthread_create");
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        show_int("right answers", results[i].right);
        show_int("h_errno", results[i].h_error);
    }
    show_int("h_errno of the first thread", h_errno);
    return 0;
}
