// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The lesser switches of SOL_SOCKET, off at first and told again as 0 or 1. */
#include "observe.h"

static void one(const char *label, int type, int name)
{
    static const int values[] = {1, 0, 7, 0};
    int fd = NEEDED(new_socket(AF_INET, type)), told = 77;
    socklen_t length = sizeof told;
    show_result(label, getsockopt(fd, SOL_SOCKET, name, &told, &length));
    show("  at first", "%d in %u bytes", told, (unsigned)length);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        show_result("  set", setsockopt(fd, SOL_SOCKET, name, &values[i], sizeof values[i]));
        length = sizeof told;
        getsockopt(fd, SOL_SOCKET, name, &told, &length);
        show("  given, told", "%d, %d", values[i], told);
    }
    show_result("  short", setsockopt(fd, SOL_SOCKET, name, &values[0], 1));
    close(fd);
}

int main(void)
{
    one("SO_OOBINLINE", SOCK_STREAM, SO_OOBINLINE);
    one("SO_DONTROUTE", SOCK_STREAM, SO_DONTROUTE);
    one("UDP SO_DONTROUTE", SOCK_DGRAM, SO_DONTROUTE);
    one("UDP SO_OOBINLINE", SOCK_DGRAM, SO_OOBINLINE);
    one("SO_BROADCAST on TCP", SOCK_STREAM, SO_BROADCAST);
    return 0;
}
