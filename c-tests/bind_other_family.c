// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An address of the other family: Linux looks at its length first, then at its family. */
#include "observe.h"

static void each(const char *label, int family, int type)
{
    struct sockaddr_in in = loopback4();
    struct sockaddr_in6 in6 = loopback6();
    struct sockaddr_storage room = {0}, local = {0};
    int fd = socket(family, type, 0);
    show(label, "follows");
    NEED(fd >= 0, "socket");
    memcpy(&room, &in, sizeof in);
    local.ss_family = AF_UNIX;
    strcpy((char *)&local + 2, "name");
    show_result("  AF_UNIX, length 7", bind(fd, SA(&local), 7));
    show_result("  AF_UNIX, length 28", bind(fd, SA(&local), 28));
    show_result("  AF_UNIX, length 110", bind(fd, SA(&local), 110));
    if (family == AF_INET6) {
        show_result("  AF_INET, length 16", bind(fd, SA(&in), sizeof in));
        show_result("  AF_INET, length 23", bind(fd, SA(&room), 23));
        show_result("  AF_INET, length 24", bind(fd, SA(&room), 24));
        show_result("  AF_INET, length 28", bind(fd, SA(&room), 28));
    } else {
        show_result("  AF_INET6, length 28", bind(fd, SA(&in6), sizeof in6));
        show_result("  AF_INET6, length 16", bind(fd, SA(&in6), 16));
    }
    show_result("  connect, AF_UNIX, length 110", connect(fd, SA(&local), 110));
    if (family == AF_INET)
        show_result("  connect, AF_INET6", connect(fd, SA(&in6), sizeof in6));
    close(fd);
}

int main(void)
{
    each("AF_INET, stream", AF_INET, SOCK_STREAM);
    each("AF_INET, datagrams", AF_INET, SOCK_DGRAM);
    each("AF_INET6, stream", AF_INET6, SOCK_STREAM);
    each("AF_INET6, datagrams", AF_INET6, SOCK_DGRAM);
    return 0;
}
