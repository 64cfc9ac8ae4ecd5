// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Unknown options and levels, and pointers that are none. */
#include "observe.h"

static void *volatile nowhere;

static void one(const char *label, int type, int level, int name)
{
    int fd = NEEDED(new_socket(AF_INET, type)), value = 1;
    socklen_t length = sizeof value;
    show(label, "follows");
    show_result("  setsockopt", setsockopt(fd, level, name, &value, sizeof value));
    show_result("  getsockopt", getsockopt(fd, level, name, &value, &length));
    show_int("  value untouched", value);
    close(fd);
}

static void nowhere_and_read_only(void)
{
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM)), value = 1;
    socklen_t length = sizeof value;
    show_result("set from nowhere", setsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, nowhere, sizeof value));
    show_result("set TCP_NODELAY from nowhere", setsockopt(tcp, IPPROTO_TCP, TCP_NODELAY, nowhere, sizeof value));
    show_result("get into nowhere", getsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, nowhere, &length));
    show_result("get without a length", getsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, &value, nowhere));
    show_result("unknown option from nowhere", setsockopt(tcp, SOL_SOCKET, 9999, nowhere, 0));
    show_result("SO_TYPE cannot be set", setsockopt(tcp, SOL_SOCKET, SO_TYPE, &value, sizeof value));
    show_result("SO_ERROR cannot be set", setsockopt(tcp, SOL_SOCKET, SO_ERROR, &value, sizeof value));
}

int main(void)
{
    one("SOL_SOCKET 9999", SOCK_STREAM, SOL_SOCKET, 9999);
    one("SOL_SOCKET -1", SOCK_STREAM, SOL_SOCKET, -1);
    one("IPPROTO_TCP 9999", SOCK_STREAM, IPPROTO_TCP, 9999);
    one("IPPROTO_IP 9999", SOCK_STREAM, IPPROTO_IP, 9999);
    one("UDP SOL_SOCKET 9999", SOCK_DGRAM, SOL_SOCKET, 9999);
    one("TCP option on UDP", SOCK_DGRAM, IPPROTO_TCP, TCP_NODELAY);
    one("IPv6 option on IPv4", SOCK_STREAM, IPPROTO_IPV6, IPV6_V6ONLY);
    nowhere_and_read_only();
    return 0;
}
