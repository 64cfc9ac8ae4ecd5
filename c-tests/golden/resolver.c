// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A name looked up, and connected to. */
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    if (argc < 3 || getaddrinfo(argv[1], argv[2], &hints, &list) != 0)
        return 1;
    int fd = socket(list->ai_family, list->ai_socktype, list->ai_protocol);
    int failed = connect(fd, list->ai_addr, list->ai_addrlen);
    freeaddrinfo(list);
    return failed ? 2 : close(fd);
}
