// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Every port starts with socket(): the four kinds of socket are there, named with and without their protocol,
 * and SO_TYPE tells them apart. */
#include "observe.h"

static void one(const char *label, int family, int type, int protocol)
{
    int told = -1;
    socklen_t length = sizeof told;
    int fd = show_fd(label, socket(family, type, protocol));
    if (fd < 0)
        return;
    show_result("  SO_TYPE", getsockopt(fd, SOL_SOCKET, SO_TYPE, &told, &length));
    show("  type", "%s in %u bytes", socktype_name(told), (unsigned)length);
    show_result("  close", close(fd));
}

int main(void)
{
    one("inet stream", AF_INET, SOCK_STREAM, 0);
    one("inet stream tcp", AF_INET, SOCK_STREAM, IPPROTO_TCP);
    one("inet dgram", AF_INET, SOCK_DGRAM, 0);
    one("inet dgram udp", AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    one("inet6 stream", AF_INET6, SOCK_STREAM, 0);
    one("inet6 stream tcp", AF_INET6, SOCK_STREAM, IPPROTO_TCP);
    one("inet6 dgram", AF_INET6, SOCK_DGRAM, 0);
    one("inet6 dgram udp", AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
    return 0;
}
