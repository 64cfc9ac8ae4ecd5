// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Sockets that there are not: why is told by an errno, and strerror has a sentence for it. */
#include "observe.h"

static void one(const char *label, int family, int type, int protocol)
{
    int fd = socket(family, type, protocol), code = errno;
    show(label, "%s", fd < 0 ? errno_name(code) : "a descriptor");
    if (fd < 0)
        show_yes("  a sentence", strcmp(strerror(code), strerror(0)) != 0 && strcmp(strerror(code), strerror(9999)) != 0);
    close(fd);
}

int main(void)
{
    int pair[2];
    one("raw, no protocol", AF_INET, SOCK_RAW, 0);
    one("raw, no such protocol", AF_INET, SOCK_RAW, 10000);
    one("raw, protocol -1", AF_INET, SOCK_RAW, -1);
    one("raw IPv6, no protocol", AF_INET6, SOCK_RAW, 0);
    one("reliably delivered", AF_INET, SOCK_RDM, 0);
    one("type 15", AF_INET, 15, 0);
    one("type 0", AF_INET, 0, 0);
    one("a stream of UDP", AF_INET, SOCK_STREAM, IPPROTO_UDP);
    one("datagrams of TCP", AF_INET, SOCK_DGRAM, IPPROTO_TCP);
    one("protocol 77", AF_INET, SOCK_STREAM, 77);
    one("protocol 10000", AF_INET, SOCK_STREAM, 10000);
    one("protocol -1", AF_INET, SOCK_STREAM, -1);
    one("family 77", 77, SOCK_STREAM, 0);
    one("family -1", -1, SOCK_STREAM, 0);
    show_result("pair, AF_INET", socketpair(AF_INET, SOCK_STREAM, 0, pair));
    show_result("pair, AF_INET, UDP of a stream", socketpair(AF_INET, SOCK_STREAM, IPPROTO_UDP, pair));
    show_result("pair, AF_INET, protocol 77", socketpair(AF_INET, SOCK_STREAM, 77, pair));
    show_result("pair, AF_INET, protocol 10000", socketpair(AF_INET, SOCK_STREAM, 10000, pair));
    show_result("pair, AF_INET6, TCP of datagrams", socketpair(AF_INET6, SOCK_DGRAM, IPPROTO_TCP, pair));
    show_result("pair, AF_INET, raw", socketpair(AF_INET, SOCK_RAW, 0, pair));
    show_result("pair, AF_INET, type 15", socketpair(AF_INET, 15, 0, pair));
    return 0;
}
