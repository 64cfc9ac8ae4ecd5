/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* tcp_client HOST PORT TEXT: sends a line over TCP and prints the answer. */
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A socket that is connected to the first address that takes the connection, or -1. */
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

static int send_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, data, len, 0);
        if (sent == -1)
            return -1;
        data += sent;
        len -= sent;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: tcp_client HOST PORT TEXT\n");
        return 2;
    }
    int fd = connect_to(argv[1], argv[2]);
    if (fd == -1)
        return 1;
    if (send_all(fd, argv[3], strlen(argv[3])) == -1 || send_all(fd, "\n", 1) == -1) {
        perror("send");
        return 1;
    }
    char answer[1024];
    ssize_t got;
    do {
        got = recv(fd, answer, sizeof answer, 0);
        if (got == -1) {
            perror("recv");
            return 1;
        }
        fwrite(answer, 1, got, stdout);
    } while (got > 0 && answer[got - 1] != '\n');
    close(fd);
    return 0;
}
