// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IPV6_V6ONLY: any number, whole ints, and not on IPv4. */
#include "observe.h"

static int fd;

static void set(const char *label, int value)
{
    int told = -7;
    socklen_t length = sizeof told;
    show_result(label, setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &value, sizeof value));
    show_result("  get", getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &told, &length));
    show("  now", "%d in %u bytes", told, (unsigned)length);
}

static void ipv6(void)
{
    fd = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    set("1", 1);
    set("0", 0);
    set("5", 5);
    set("-1", -1);
    set("0", 0);
    set("1", 1);
    struct sockaddr_in6 any6 = address6(&in6addr_any, 0);
    socklen_t length = sizeof any6;
    show_result("bind", bind(fd, SA(&any6), sizeof any6));
    getsockname(fd, SA(&any6), &length);
    show_result("listen", listen(fd, 1));
    set("after bind", 0);
    int other = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    show_result("a second of this family", bind(other, SA(&any6), sizeof any6));
}

static void ipv4(void)
{
    fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    set("IPv4 socket", 1);
}

int main(void)
{
    ipv6();
    ipv4();
    return 0;
}
