// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_RCVBUF and SO_SNDBUF: how much a host really gives is its own business, but asking for more never gives less. */
#include "observe.h"

static long size(int fd, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    if (getsockopt(fd, SOL_SOCKET, name, &value, &length) != 0)
        show_result("  get", -1);
    else
        require(length == sizeof value, "a whole int");
    return value;
}

static void one(const char *label, int type, int name)
{
    int fd = NEEDED(new_socket(AF_INET, type));
    int small = 8192, large = 65536, none = 0, negative = -1, huge = 0x7fffffff;
    show(label, "follows");
    show_yes("  positive at first", size(fd, name) > 0);
    show_result("  set small", setsockopt(fd, SOL_SOCKET, name, &small, sizeof small));
    long first = size(fd, name);
    show_yes("  at least that much", first >= small);
    show_result("  set large", setsockopt(fd, SOL_SOCKET, name, &large, sizeof large));
    show_yes("  at least that much", size(fd, name) >= large);
    show_yes("  more than before", size(fd, name) > first);
    show_result("  set 0", setsockopt(fd, SOL_SOCKET, name, &none, sizeof none));
    long least = size(fd, name);
    show_yes("  less, but not nothing", least > 0 && least < first);
    show_result("  set -1", setsockopt(fd, SOL_SOCKET, name, &negative, sizeof negative));
    show_yes("  positive", size(fd, name) > 0);
    show_result("  set the largest int", setsockopt(fd, SOL_SOCKET, name, &huge, sizeof huge));
    show_yes("  positive", size(fd, name) > 0);
    show_result("  short length", setsockopt(fd, SOL_SOCKET, name, &small, 2));
    close(fd);
}

int main(void)
{
    one("TCP SO_RCVBUF", SOCK_STREAM, SO_RCVBUF);
    one("TCP SO_SNDBUF", SOCK_STREAM, SO_SNDBUF);
    one("UDP SO_RCVBUF", SOCK_DGRAM, SO_RCVBUF);
    one("UDP SO_SNDBUF", SOCK_DGRAM, SO_SNDBUF);
    return 0;
}
