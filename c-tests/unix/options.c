// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Options of a socket of the file system: what it is, its buffers, and those that are for TCP.
 * @folder */
#include "unix.h"

static void number(const char *label, int fd, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    ssize_t result = getsockopt(fd, SOL_SOCKET, name, &value, &length);
    if (result == 0)
        show_int(label, value);
    else
        show_result(label, result);
}

static void of(int type)
{
    int fd = NEEDED(new_socket(AF_UNIX, type)), value = -1, on = 1;
    socklen_t length = sizeof value;
    require(getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &length) == 0, "SO_TYPE");
    show("type", "%s", socktype_name(value));
    require(getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &length) == 0, "SO_DOMAIN");
    show("domain", "%s", family_name(value));
    number("protocol", fd, SO_PROTOCOL);
    number("error", fd, SO_ERROR);
    number("listens", fd, SO_ACCEPTCONN);
    show_result("SO_REUSEADDR", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    show_result("SO_SNDBUF", setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &(int){10000}, sizeof(int)));
    number("SO_SNDBUF", fd, SO_SNDBUF);
    show_result("TCP_NODELAY", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
    show_result("TCP_CORK", setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof on));
    show_result("IP_TOS", setsockopt(fd, IPPROTO_IP, IP_TOS, &on, sizeof on));
    show_result("TCP_NODELAY read", getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &length));
    struct timeval soon = {.tv_usec = 50000};
    show_result("SO_RCVTIMEO", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon));
    if (type == SOCK_DGRAM)
        show_result("recv for a while", recv(fd, &(char){0}, 1, 0));
    close(fd);
}

int main(void)
{
    of(SOCK_STREAM);
    of(SOCK_DGRAM);
    int listening = listening_at("s");
    number("a listener listens", listening, SO_ACCEPTCONN);
    return 0;
}
