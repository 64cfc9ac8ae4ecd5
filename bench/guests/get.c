/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A request by HTTP to a host by its name, for its size. */

#include <netdb.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

/* The first of the addresses that answers. */
static int connected(const struct addrinfo *to)
{
    for (; to != NULL; to = to->ai_next) {
        int fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
        if (fd >= 0 && connect(fd, to->ai_addr, to->ai_addrlen) == 0) return fd;
        if (fd >= 0) close(fd);
    }
    return -1;
}

int main(void)
{
    static const char request[] = "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";
    char data[1024];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *to;
    if (getaddrinfo("localhost", "80", &hints, &to) != 0) return 1;
    int fd = connected(to);
    freeaddrinfo(to);
    if (fd < 0 || send(fd, request, sizeof request - 1, 0) < 0) return 1;
    ssize_t n;
    while ((n = recv(fd, data, sizeof data, 0)) > 0)
        if (write(1, data, n) < 0) return 1;
    return n < 0 || close(fd) != 0;
}
