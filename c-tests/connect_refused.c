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

static void nobody_listens(void)
{
    struct sockaddr_storage closed;
    int holder = NEEDED(refusing(&closed));
    refused("nobody listens", 0, &closed);
    refused("nobody listens, without waiting", SOCK_NONBLOCK, &closed);
    close(holder);
}

static void port_0(const char *label, int flag)
{
    struct sockaddr_in none = loopback4();
    refused(label, flag, &none);
}

int main(void)
{
    nobody_listens();
    port_0("port 0", 0);
    port_0("port 0, without waiting", SOCK_NONBLOCK);
    return 0;
}
