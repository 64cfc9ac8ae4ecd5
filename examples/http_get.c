/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* http_get HOST PORT PATH: fetches by HTTP, prints the body. */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int connect_to(const char *host, const char *port)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *addresses;
    int error = getaddrinfo(host, port, &hints, &addresses), fd = -1;
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(error));
        return -1;
    }
    for (struct addrinfo *to = addresses; to != NULL && fd == -1; to = to->ai_next) {
        fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
        if (fd != -1 && connect(fd, to->ai_addr, to->ai_addrlen) == -1) {
            close(fd);
            fd = -1;
        }
    }
    if (fd == -1)
        perror(host);
    freeaddrinfo(addresses);
    return fd;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: http_get HOST PORT PATH\n");
        return 2;
    }
    int fd = connect_to(argv[1], argv[2]);
    if (fd == -1)
        return 1;
    struct timeval patience = {.tv_sec = 10};
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == -1)
        perror("SO_RCVTIMEO");

    /* A socket is a descriptor: the streams of the C library serve. */
    FILE *connection = fdopen(fd, "r+");
    if (connection == NULL) {
        perror("fdopen");
        return 1;
    }
    fprintf(connection, "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n", argv[3], argv[1]);
    fflush(connection);

    char line[4096];
    int status = 0;
    if (fgets(line, sizeof line, connection) == NULL || sscanf(line, "HTTP/%*s %d", &status) != 1) {
        fprintf(stderr, "no answer of HTTP\n");
        return 1;
    }
    while (fgets(line, sizeof line, connection) != NULL && strcmp(line, "\r\n") != 0)
        ;
    size_t got;
    while ((got = fread(line, 1, sizeof line, connection)) > 0)
        fwrite(line, 1, got, stdout);
    if (ferror(connection)) {
        perror("recv");
        return 1;
    }
    fclose(connection);
    if (status != 200)
        fprintf(stderr, "status %d\n", status);
    return status != 200;
}
