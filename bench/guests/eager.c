/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* As people write it: a client that does not block. */

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 7

int main(void)
{
    struct sockaddr_in address;
    char buffer[256];
    int error = 0, fd = socket(AF_INET, SOCK_STREAM, 0);
    socklen_t length = sizeof error;
    if (fd < 0) return 1;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(PORT);
    if (fcntl(fd, F_SETFL, fcntl(fd, F_GETFL, 0) | O_NONBLOCK) < 0) return 1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 && errno != EINPROGRESS) return 1;
    struct pollfd entry = {.fd = fd, .events = POLLOUT};
    if (poll(&entry, 1, 5000) != 1) return 1;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0 || error != 0) return 1;
    if (send(fd, "hello\n", 6, 0) != 6) return 1;
    entry.events = POLLIN;
    while (poll(&entry, 1, 1000) == 1) {
        ssize_t n = recv(fd, buffer, sizeof buffer, 0);
        if (n < 0 && errno == EAGAIN) continue;
        if (n <= 0) break;
    }
    close(fd);
    return 0;
}
