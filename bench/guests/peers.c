/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* As people write it: an echo server that asks who has come, without stdio. */

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 7

int main(void)
{
    struct sockaddr_in address, peer;
    socklen_t length = sizeof peer;
    char buffer[1024];
    ssize_t n;
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons(PORT);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 16) < 0) return 1;
    int client = accept(listener, (struct sockaddr *)&peer, &length);
    if (client < 0) return 2;
    while ((n = recv(client, buffer, sizeof buffer, 0)) > 0) {
        if (send(client, buffer, (size_t)n, 0) != n) return 3;
    }
    close(client);
    close(listener);
    return ntohs(peer.sin_port) == 0;
}
