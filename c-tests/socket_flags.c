// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SOCK_NONBLOCK and SOCK_CLOEXEC ride in the type argument; a front that hands the whole number to the host
 * opens the wrong kind of socket, and one that drops the flag leaves a server blocked for ever. */
#include "observe.h"

static void one(const char *label, int family, int type)
{
    int told = -1;
    socklen_t length = sizeof told;
    int fd = show_fd(label, socket(family, type, 0));
    if (fd < 0)
        return;
    show_yes("  non-blocking", fcntl(fd, F_GETFL) & O_NONBLOCK);
    show_result("  SO_TYPE", getsockopt(fd, SOL_SOCKET, SO_TYPE, &told, &length));
    show("  type", "%s", socktype_name(told));
    close(fd);
}

static void nothing_there(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in here = loopback4();
    char byte;
    NEED(fd >= 0, "socket");
    NEED(bind(fd, SA(&here), sizeof here) == 0, "bind");
    show_result("recv with nothing there", recv(fd, &byte, 1, 0));
}

int main(void)
{
    one("stream", AF_INET, SOCK_STREAM);
    one("stream nonblock", AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    one("stream cloexec", AF_INET, SOCK_STREAM | SOCK_CLOEXEC);
    one("stream both", AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    one("dgram", AF_INET, SOCK_DGRAM);
    one("dgram nonblock", AF_INET, SOCK_DGRAM | SOCK_NONBLOCK);
    one("dgram6 both", AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
    nothing_there();
    return 0;
}
