// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* accept4's flags: hosts whose accept ignores them leave a blocking socket in an event loop. */
#include "observe.h"

static int listening;
static struct sockaddr_storage address;

static void one(const char *label, int flags)
{
    int client = NEEDED(connected(SOCK_STREAM, &address));
    char byte;
    wait_for(listening, POLLIN);
    int fd = show_fd(label, accept4(listening, NULL, NULL, flags));
    if (fd >= 0) {
        int nonblocking = fcntl(fd, F_GETFL) & O_NONBLOCK;
        show_yes("  non-blocking", nonblocking);
        if (nonblocking)
            show_result("  recv with nothing there", recv(fd, &byte, 1, 0));
        close(fd);
    }
    show_yes("  listener blocks", !(fcntl(listening, F_GETFL) & O_NONBLOCK));
    close(client);
}

static void test(void)
{
    listening = NEEDED(listener(AF_INET, &address));
    one("no flags", 0);
    one("SOCK_NONBLOCK", SOCK_NONBLOCK);
    one("SOCK_CLOEXEC", SOCK_CLOEXEC);
    one("both", SOCK_NONBLOCK | SOCK_CLOEXEC);
    NEEDED(set_nonblocking(listening));
    one("no flags from a non-blocking listener", 0);
    one("unknown flag", 0x100000);
    one("the type is no flag", SOCK_STREAM | 0x40000);
}

int main(void)
{
    test();
    return 0;
}
