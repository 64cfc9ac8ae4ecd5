// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Three threads open, name, ask and close sockets: none meets a socket of another's. */
#include "../observe.h"
#include <pthread.h>

enum { THREADS = 3, ROUNDS = 200 };

static int round_of(int number)
{
    struct sockaddr_in address = loopback4(), seen;
    socklen_t length = sizeof seen;
    int type = 0, fd = socket(AF_INET, number % 2 ? SOCK_DGRAM : SOCK_STREAM, 0);
    if (fd < 0)
        return 0;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + (uint32_t)number);
    int right = bind(fd, SA(&address), sizeof address) == 0 && getsockname(fd, SA(&seen), &length) == 0 &&
                seen.sin_addr.s_addr == address.sin_addr.s_addr;
    length = sizeof type;
    right += getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == (number % 2 ? SOCK_DGRAM : SOCK_STREAM);
    right += poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 0) >= 0;
    return close(fd) == 0 && right == 3;
}

static void *thread(void *result)
{
    int number = *(int *)result;
    *(int *)result = 0;
    for (int round = 0; round < ROUNDS; round++)
        *(int *)result += round_of(number);
    return NULL;
}

int main(void)
{
    int results[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        results[i] = i;
        require(pthread_create(&threads[i], NULL, thread, &results[i]) == 0, "pthread_create");
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        show_int("right rounds", results[i]);
    }
    return 0;
}
