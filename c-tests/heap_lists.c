// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A program that has no malloc of its own: lists of getaddrinfo come and go in no order, and poll takes room for many entries
   in between. Each list stays as it was, and the memory does not grow. */
#include "observe.h"

#include <netdb.h>

#define LISTS 64
#define ENTRIES 200

static struct addrinfo *lists[LISTS];
static struct pollfd entries[ENTRIES];
static int wrong;

static long pages(void)
{
#ifdef __wasm__
    return (long)__builtin_wasm_memory_size(0);
#else
    return 0;
#endif
}

/* The address of list i, in as much memory as i says. */
static void look_up(int i)
{
    char name[16];
    struct addrinfo hints = {.ai_family = AF_INET, .ai_flags = AI_NUMERICHOST | (i % 3 ? AI_CANONNAME : 0)};
    hints.ai_socktype = i % 2 ? SOCK_STREAM : 0;
    snprintf(name, sizeof name, "127.0.0.%d", i);
    require(getaddrinfo(name, "80", &hints, &lists[i]) == 0, "getaddrinfo");
}

static void check(int i)
{
    for (struct addrinfo *entry = lists[i]; entry; entry = entry->ai_next) {
        struct sockaddr_in *addr = (struct sockaddr_in *)entry->ai_addr;
        wrong += ntohl(addr->sin_addr.s_addr) != INADDR_LOOPBACK - 1 + (uint32_t)i || ntohs(addr->sin_port) != 80;
    }
}

static void rounds(int n)
{
    for (int round = 0; round < n; round++) {
        int i = round * 37 % LISTS;
        if (lists[i]) freeaddrinfo(lists[i]);
        lists[i] = NULL;
        if (round % 5) look_up(i);
        wrong += poll(entries, (nfds_t)(9 + round * 7 % (ENTRIES - 9)), 0) != 0;
        for (int each = 0; each < LISTS; each++) check(each);
    }
}

int main(void)
{
    for (int i = 0; i < ENTRIES; i++) entries[i].fd = -1;
    rounds(1000);
    long before = pages();
    rounds(2000);
    show_int("pages more", (int)(pages() - before));
    show_int("wrong", wrong);
    return 0;
}
