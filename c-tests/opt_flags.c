// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Options that are on or off: off at first, any number but 0 turns them on, and they tell so with a whole int. */
#include "observe.h"

static void one(const char *label, int type, int level, int name)
{
    int fd = NEEDED(new_socket(AF_INET, type));
    int values[] = {1, 0, 2, -1, 0x10000, 0};
    int told = 77;
    socklen_t length = sizeof told;
    show_result(label, getsockopt(fd, level, name, &told, &length));
    show("  at first", "%d in %u bytes", told, (unsigned)length);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        show_int("  set", values[i]);
        show_result("    setsockopt", setsockopt(fd, level, name, &values[i], sizeof values[i]));
        told = 0x55555555;
        length = sizeof told;
        show_result("    getsockopt", getsockopt(fd, level, name, &told, &length));
        show("    now", "%d in %u bytes", told, (unsigned)length);
    }
    close(fd);
}

int main(void)
{
    one("TCP SO_REUSEADDR", SOCK_STREAM, SOL_SOCKET, SO_REUSEADDR);
    one("UDP SO_REUSEADDR", SOCK_DGRAM, SOL_SOCKET, SO_REUSEADDR);
    one("TCP SO_REUSEPORT", SOCK_STREAM, SOL_SOCKET, SO_REUSEPORT);
    one("UDP SO_REUSEPORT", SOCK_DGRAM, SOL_SOCKET, SO_REUSEPORT);
    one("SO_KEEPALIVE", SOCK_STREAM, SOL_SOCKET, SO_KEEPALIVE);
    one("SO_BROADCAST", SOCK_DGRAM, SOL_SOCKET, SO_BROADCAST);
    one("TCP_NODELAY", SOCK_STREAM, IPPROTO_TCP, TCP_NODELAY);
    return 0;
}
