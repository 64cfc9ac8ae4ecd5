/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* As people write it: a client that tries the addresses of a host one by one, and says which it has got. */

#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *host = "localhost", *service = "80";

static int open_connection(struct sockaddr_storage *address, socklen_t *length)
{
    struct addrinfo hints, *found, *each;
    int fd = -1, error;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    error = getaddrinfo(host, service, &hints, &found);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(error));
        return -1;
    }
    for (each = found; each != NULL; each = each->ai_next) {
        memcpy(address, each->ai_addr, each->ai_addrlen);
        *length = each->ai_addrlen;
        fd = socket(each->ai_family, each->ai_socktype, each->ai_protocol);
        if (fd < 0) continue;
        if (connect(fd, (struct sockaddr *)address, *length) == 0) break;
        close(fd);
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

int main(void)
{
    struct sockaddr_storage address;
    socklen_t length;
    char buffer[1024], text[NI_MAXHOST];
    static const char request[] = "GET / HTTP/1.0\r\n\r\n";
    int fd = open_connection(&address, &length);
    if (fd < 0) {
        fprintf(stderr, "no connection\n");
        return 1;
    }
    if (getnameinfo((struct sockaddr *)&address, length, text, sizeof text, NULL, 0, NI_NUMERICHOST) == 0)
        fprintf(stderr, "connected to %s\n", text);
    if (send(fd, request, strlen(request), 0) < 0) {
        perror("send");
        return 1;
    }
    for (;;) {
        ssize_t n = recv(fd, buffer, sizeof buffer, 0);
        if (n < 0) {
            perror("recv");
            return 1;
        }
        if (n == 0) break;
        fwrite(buffer, 1, (size_t)n, stdout);
    }
    close(fd);
    return 0;
}
