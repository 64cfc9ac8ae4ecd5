// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Unknown options and levels, and pointers that are none. */
#include "observe.h"

static void *volatile nowhere;

static void one(const char *label, int fd, int level, int name)
{
    int value = 1;
    socklen_t length = sizeof value;
    show(label, "follows");
    show_result("  setsockopt", setsockopt(fd, level, name, &value, sizeof value));
    show_result("  getsockopt", getsockopt(fd, level, name, &value, &length));
    show_int("  value untouched", value);
}

static void test(void)
{
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM)), udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), value = 1;
    socklen_t length = sizeof value;
    one("SOL_SOCKET 9999", tcp, SOL_SOCKET, 9999);
    one("SOL_SOCKET -1", tcp, SOL_SOCKET, -1);
    one("IPPROTO_TCP 9999", tcp, IPPROTO_TCP, 9999);
    one("IPPROTO_IP 9999", tcp, IPPROTO_IP, 9999);
    one("UDP SOL_SOCKET 9999", udp, SOL_SOCKET, 9999);
    one("TCP option on UDP", udp, IPPROTO_TCP, TCP_NODELAY);
    one("IPv6 option on IPv4", tcp, IPPROTO_IPV6, IPV6_V6ONLY);
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
    test();
    return 0;
}
