/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* udp_client HOST PORT TEXT: sends a datagram and prints the answer; asks again when none comes within a second. */
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: udp_client HOST PORT TEXT\n");
        return 2;
    }
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_DGRAM}, *to;
    int error = getaddrinfo(argv[1], argv[2], &hints, &to);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", argv[1], gai_strerror(error));
        return 1;
    }
    int fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
    /* Only what this peer sends is received, and its refusals are reported. */
    if (fd == -1 || connect(fd, to->ai_addr, to->ai_addrlen) == -1) {
        perror("connect");
        return 1;
    }
    freeaddrinfo(to);
    for (int attempt = 0; attempt < 3; attempt++) {
        struct pollfd answer = {.fd = fd, .events = POLLIN};
        if (send(fd, argv[3], strlen(argv[3]), 0) == -1 || poll(&answer, 1, 1000) == -1) {
            perror("send");
            return 1;
        }
        if (answer.revents == 0)
            continue;
        char text[2048];
        ssize_t len = recv(fd, text, sizeof text, 0);
        if (len == -1) {
            perror("recv");
            return 1;
        }
        printf("%.*s\n", (int)len, text);
        close(fd);
        return 0;
    }
    fprintf(stderr, "no answer\n");
    return 1;
}
