// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A client that knows its server by name: what the rules of the reference host say to each step. NAME PORT… */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void reach(const char *name, const char *port)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
    if (getaddrinfo(name, port, &hints, &found) != 0) {
        printf("not resolved\n");
        return;
    }
    int fd = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    int result = connect(fd, found->ai_addr, found->ai_addrlen);
    printf("%s\n", result == 0 ? "connected" : errno == EACCES ? "EACCES" : strerror(errno));
    freeaddrinfo(found);
    close(fd);
}

int main(int argc, char *argv[])
{
    for (int arg = 2; arg < argc; arg++)
        reach(argv[1], argv[arg]);
    return 0;
}
