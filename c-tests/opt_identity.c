// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What a socket is: SO_DOMAIN, SO_TYPE, SO_PROTOCOL and SO_ACCEPTCONN, as libraries ask of sockets handed to them. */
#include "observe.h"

static int ask(int fd, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    show_result("  getsockopt", getsockopt(fd, SOL_SOCKET, name, &value, &length));
    require(length == sizeof value, "a whole int");
    return value;
}

static void one(const char *label, int fd)
{
    int one = 1;
    show(label, "follows");
    show("  domain", "%s", family_name(ask(fd, SO_DOMAIN)));
    show("  type", "%s", socktype_name(ask(fd, SO_TYPE)));
    show_int("  protocol", ask(fd, SO_PROTOCOL));
    show_int("  listening", ask(fd, SO_ACCEPTCONN));
    show_result("  domain cannot be set", setsockopt(fd, SOL_SOCKET, SO_DOMAIN, &one, sizeof one));
    show_result("  protocol cannot be set", setsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &one, sizeof one));
    show_result("  listening cannot be set", setsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &one, sizeof one));
}

static void fresh(const char *label, int family, int type) { one(label, NEEDED(new_socket(family, type))); }

static void listening(void)
{
    struct sockaddr_storage address;
    one("listener", NEEDED(listener(AF_INET, &address)));
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    one("connected", pair[0]);
    one("accepted", pair[1]);
}

int main(void)
{
    fresh("fresh TCP", AF_INET, SOCK_STREAM);
    fresh("fresh TCP over IPv6", AF_INET6, SOCK_STREAM);
    fresh("UDP", AF_INET, SOCK_DGRAM);
    fresh("UDP over IPv6", AF_INET6, SOCK_DGRAM);
    listening();
    connection();
    return 0;
}
