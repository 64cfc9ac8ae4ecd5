// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* bind gives a socket its address: port 0 asks for a free one, the wildcard stays the wildcard, and
 * getsockname tells both. */
#include "observe.h"

static void told(int fd)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    memset(&address, 0, sizeof address);
    show_result("  getsockname", getsockname(fd, SA(&address), &length));
    show_address("  address", &address);
}

static void one(const char *label, int type, const void *address, socklen_t length)
{
    int fd = socket(((const struct sockaddr *)address)->sa_family, type, 0);
    if (fd < 0) {
        show_fd(label, fd);
        return;
    }
    show_result(label, bind(fd, (const struct sockaddr *)address, length));
    told(fd);
    close(fd);
}

int main(void)
{
    struct sockaddr_in wild = address4(INADDR_ANY, 0), here = loopback4(), next = address4(0x7f000002, 0);
    struct sockaddr_in6 wild6 = address6(&in6addr_any, 0), here6 = loopback6();
    one("tcp wildcard", SOCK_STREAM, &wild, sizeof wild);
    one("tcp loopback", SOCK_STREAM, &here, sizeof here);
    one("tcp 127.0.0.2", SOCK_STREAM, &next, sizeof next);
    one("udp wildcard", SOCK_DGRAM, &wild, sizeof wild);
    one("udp loopback", SOCK_DGRAM, &here, sizeof here);
    one("tcp6 wildcard", SOCK_STREAM, &wild6, sizeof wild6);
    one("tcp6 loopback", SOCK_STREAM, &here6, sizeof here6);
    one("udp6 wildcard", SOCK_DGRAM, &wild6, sizeof wild6);
    one("udp6 loopback", SOCK_DGRAM, &here6, sizeof here6);
    return 0;
}
