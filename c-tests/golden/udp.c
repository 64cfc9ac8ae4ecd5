// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Datagrams to and from addresses. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    char text[64];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(7)};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (sendto(fd, "hello", 5, 0, (struct sockaddr *)&address, sizeof address) != 5)
        return 1;
    if (recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&address, &length) < 0)
        return 2;
    return close(fd);
}
