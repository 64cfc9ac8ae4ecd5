// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The lesser switches of SOL_SOCKET, off at first and told again as 0 or 1. */
#include "observe.h"

static void one(const char *label, int fd, int name)
{
    static const int values[] = {1, 0, 7, 0};
    int told = 77;
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
}

static void test(void)
{
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM)), udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    one("SO_OOBINLINE", tcp, SO_OOBINLINE);
    one("SO_DONTROUTE", tcp, SO_DONTROUTE);
    one("UDP SO_DONTROUTE", udp, SO_DONTROUTE);
    one("UDP SO_OOBINLINE", udp, SO_OOBINLINE);
    one("SO_BROADCAST on TCP", tcp, SO_BROADCAST);
}

int main(void)
{
    test();
    return 0;
}
