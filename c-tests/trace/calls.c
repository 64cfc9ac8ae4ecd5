// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Calls whose trace is the same on every machine: nothing is allowed. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct addrinfo *list;
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    connect(fd, (struct sockaddr *)&to, sizeof to);
    int kept = errno == EACCES;
    getaddrinfo("127.0.0.1", "http", NULL, &list);
    freeaddrinfo(list);
    getaddrinfo("example.org", NULL, NULL, &list);
    send(fd, "unsent", 6, MSG_NOSIGNAL);
    poll(&(struct pollfd){.fd = -1, .events = POLLIN}, 1, 0);
    socket(AF_INET, SOCK_RAW, 0);
    struct sockaddr_un path = {.sun_family = AF_UNIX, .sun_path = "/run/app"};
    connect(fd, (struct sockaddr *)&path, sizeof path);
    printf("errno is the program's: %s\n", kept ? "yes" : "no");
    return close(fd);
}
