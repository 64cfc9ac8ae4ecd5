// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What a refused connection leaves behind: a socket as new if the call waited, one that is over if it did not. Nothing
   listens on port 0 either. */
#include "observe.h"

static void refused(const char *label, int flag, const void *to)
{
    int fd = socket(AF_INET, SOCK_STREAM | flag, 0), error = 0;
    socklen_t length = sizeof error;
    char byte;
    NEED(fd >= 0, "socket");
    show_result(label, connect(fd, to, address_size(to)));
    wait_for(fd, POLLOUT);
    show_result("  SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length));
    show("  is", "%s", errno_name(error));
    show_result("  recv", recv(fd, &byte, 1, MSG_DONTWAIT));
    show_result("  send", send(fd, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT));
    close(fd);
}

static void test(void)
{
    struct sockaddr_storage closed;
    struct sockaddr_in none = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int holder = NEEDED(refusing(&closed));
    refused("nobody listens", 0, &closed);
    refused("nobody listens, without waiting", SOCK_NONBLOCK, &closed);
    refused("port 0", 0, &none);
    refused("port 0, without waiting", SOCK_NONBLOCK, &none);
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
