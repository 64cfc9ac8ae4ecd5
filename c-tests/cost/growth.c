// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The same over and over, or over many: `growth connect COUNT PORT`, `growth names COUNT ANSWERS`, `growth poll COUNT SOCKETS`,
   `growth select COUNT SOCKETS`. Prints by how many pages the memory has grown in the second half. */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#define MANY 1000

static struct pollfd fds[MANY];
static fd_set set;
static int highest;
static struct sockaddr_in server;
static int answers;

static void must(int truth, const char *what)
{
    if (truth) return;
    perror(what);
    exit(1);
}

static long pages(void) { return (long)__builtin_wasm_memory_size(0); }

/* One connection, which the server ends. */
static void connection(int ignored)
{
    (void)ignored;
    char byte;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(fd >= 0, "socket");
    must(connect(fd, (struct sockaddr *)&server, sizeof server) == 0, "connect");
    must(recv(fd, &byte, 1, 0) == 0, "recv");
    must(close(fd) == 0, "close");
}

static void look_up(int ignored)
{
    (void)ignored;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    int count = 0;
    must(getaddrinfo("many.example", "80", &hints, &list) == 0, "getaddrinfo");
    for (struct addrinfo *entry = list; entry; entry = entry->ai_next) count++;
    must(count == answers, "number of answers");
    freeaddrinfo(list);
}

static void polled(int n) { must(poll(fds, (nfds_t)n, 0) >= 0, "poll"); }

static void selected(int n)
{
    (void)n;
    fd_set copy = set;
    struct timeval at_once = {0, 0};
    must(select(highest + 1, &copy, NULL, NULL, &at_once) >= 0, "select");
}

/* The pages of a second half of the rounds. */
static long grown(void (*round)(int), int n, int count)
{
    for (int i = 0; i < count / 2; i++) round(n);
    long before = pages();
    for (int i = count / 2; i < count; i++) round(n);
    return pages() - before;
}

static void opened(int count, int in_set)
{
    FD_ZERO(&set);
    for (int i = 0; i < count; i++) {
        int fd = socket(AF_INET, SOCK_DGRAM, 0);
        if (fd < 0) fd = socket(AF_INET, SOCK_STREAM, 0);
        must(fd >= 0, "socket");
        fds[i] = (struct pollfd){.fd = fd, .events = POLLIN};
        /* The C library looks for each in the whole set. */
        if (in_set) FD_SET(fd, &set);
        if (fd > highest) highest = fd;
    }
}

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    int count = atoi(argv[2]), more = argc > 3 ? atoi(argv[3]) : 0;
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((in_port_t)more)};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    answers = more;
    int is_poll = strcmp(argv[1], "poll") == 0;
    if (strcmp(argv[1], "connect") == 0) {
        printf("%ld\n", grown(connection, 0, count));
    } else if (strcmp(argv[1], "names") == 0) {
        printf("%ld\n", grown(look_up, 0, count));
    } else if (more <= MANY && (is_poll || strcmp(argv[1], "select") == 0)) {
        opened(more, !is_poll);
        printf("%ld\n", grown(is_poll ? polled : selected, more, count));
    } else {
        return 2;
    }
    return 0;
}
