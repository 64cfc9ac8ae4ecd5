/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* As people write it: an echo server that prints who has come. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 7

static void serve(int fd)
{
    char buffer[1024];
    ssize_t n;
    while ((n = recv(fd, buffer, sizeof buffer, 0)) > 0) {
        if (send(fd, buffer, (size_t)n, 0) != n) break;
    }
    close(fd);
}

int main(void)
{
    struct sockaddr_in address;
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0) {
        perror("socket");
        return 1;
    }
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons(PORT);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind");
        return 1;
    }
    if (listen(listener, 16) < 0) {
        perror("listen");
        return 1;
    }
    for (;;) {
        struct sockaddr_in peer;
        socklen_t length = sizeof peer;
        char text[INET_ADDRSTRLEN];
        int client = accept(listener, (struct sockaddr *)&peer, &length);
        if (client < 0) {
            perror("accept");
            return 1;
        }
        if (peer.sin_family == AF_INET && inet_ntop(AF_INET, &peer.sin_addr, text, sizeof text))
            printf("%s:%d\n", text, ntohs(peer.sin_port));
        else
            printf("somebody\n");
        fflush(stdout);
        serve(client);
    }
}
