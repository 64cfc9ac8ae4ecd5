// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A server for one client. */
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    char text[64];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM, 0), fd;
    if (bind(listening, (struct sockaddr *)&address, sizeof address) != 0 || listen(listening, 1) != 0)
        return 1;
    fd = accept(listening, (struct sockaddr *)&address, &length);
    if (recv(fd, text, sizeof text, 0) < 0 || send(fd, "bye", 3, 0) != 3)
        return 2;
    return close(fd);
}
