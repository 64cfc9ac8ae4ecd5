/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A client of UDP, for its size. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef RAW
#include RAW
#endif

int main(void)
{
    char data[64];
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(7), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in from;
    socklen_t len = sizeof from;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0 || sendto(fd, "hello\n", 6, 0, (struct sockaddr *)&to, sizeof to) != 6) return 1;
    if (recvfrom(fd, data, sizeof data, 0, (struct sockaddr *)&from, &len) <= 0) return 1;
    return close(fd) != 0 || from.sin_port != to.sin_port;
}
