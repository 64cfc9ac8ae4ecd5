// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What socketpair refuses, and its flags. */
#include "observe.h"

static int pair[2];

static void one(const char *label, int family, int type, int protocol)
{
    if (show_result(label, socketpair(family, type, protocol, pair)) == 0) {
        show_yes("  non-blocking", (fcntl(pair[0], F_GETFL) & O_NONBLOCK) && (fcntl(pair[1], F_GETFL) & O_NONBLOCK));
        close(pair[0]);
        close(pair[1]);
    }
}

int main(void)
{
    one("AF_INET", AF_INET, SOCK_STREAM, 0);
    one("AF_INET6", AF_INET6, SOCK_DGRAM, 0);
    one("unknown family", 12345, SOCK_STREAM, 0);
    one("unknown type", AF_UNIX, 15, 0);
    one("unknown protocol", AF_UNIX, SOCK_STREAM, 77);
    one("stream", AF_UNIX, SOCK_STREAM, 0);
    one("SOCK_NONBLOCK", AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    one("SOCK_CLOEXEC", AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return 0;
}
