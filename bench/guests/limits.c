/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* As people write it: a client that does not wait for ever. */

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define PORT 7

int main(void)
{
    struct sockaddr_in address;
    struct timeval limit = {.tv_sec = 5};
    char buffer[256];
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return 1;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(PORT);
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) < 0) return 1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) return 1;
    if (send(fd, "hello\n", 6, 0) != 6) return 1;
    ssize_t n = recv(fd, buffer, sizeof buffer, 0);
    close(fd);
    return n <= 0;
}
