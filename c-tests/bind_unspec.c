// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An address whose family was left out: Linux binds to the wildcard as if it were AF_INET, and to nothing else. */
#include "observe.h"

static struct sockaddr_storage blank;

static void of_streams(void)
{
    struct sockaddr_storage seen;
    struct sockaddr_in loopback = loopback4();
    socklen_t length = sizeof seen;
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    loopback.sin_family = AF_UNSPEC;
    show_result("closed", bind(999, SA(&blank), sizeof loopback));
    show_result("standard input", bind(0, SA(&blank), sizeof loopback));
    show_result("loopback", bind(fd, SA(&loopback), sizeof loopback));
    show_result("short", bind(fd, SA(&blank), 8));
    NEED(show_result("wildcard", bind(fd, SA(&blank), sizeof loopback)) == 0, "bind");
    if (show_result("getsockname", getsockname(fd, SA(&seen), &length)) == 0)
        show_address("bound to", &seen);
    show_result("listen", listen(fd, 1));
}

static void of_datagrams(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    NEED(fd >= 0, "socket");
    show_result("wildcard, whole storage", bind(fd, SA(&blank), sizeof blank));
}

int main(void)
{
    of_streams();
    of_datagrams();
    return 0;
}
