// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A client of four calls: it must import what these four need and no more. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    char text[64];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(7)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        return 1;
    if (send(fd, "hello", 5, 0) != 5 || recv(fd, text, sizeof text, 0) < 0)
        return 2;
    return close(fd);
}
