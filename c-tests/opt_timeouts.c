// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_RCVTIMEO and SO_SNDTIMEO as options: set, told again, and refused when out of range. */
#include "observe.h"

static void told(int fd, int name)
{
    struct timeval limit = {77, 77};
    socklen_t length = sizeof limit;
    show_result("    get", getsockopt(fd, SOL_SOCKET, name, &limit, &length));
    show("    limit", "%ld s %ld us", (long)limit.tv_sec, (long)limit.tv_usec);
    show_yes("    whole structure", length == sizeof limit);
}

static void set(const char *label, int fd, int name, long seconds, long micro, socklen_t length)
{
    struct timeval limit = {.tv_sec = seconds, .tv_usec = micro};
    show_result(label, setsockopt(fd, SOL_SOCKET, name, &limit, length));
    told(fd, name);
}

/* Over at once: what is told again is 0, or as little as the system counts. */
static void set_negative(const char *label, int fd, int name, socklen_t length)
{
    struct timeval limit = {.tv_sec = -5};
    show_result(label, setsockopt(fd, SOL_SOCKET, name, &limit, length));
    show_result("    get", getsockopt(fd, SOL_SOCKET, name, &limit, &length));
    show_yes("    hardly any time", limit.tv_sec == 0 && limit.tv_usec <= 20000);
    show_yes("    told as 0", limit.tv_sec == 0 && limit.tv_usec == 0);
}

static void one(const char *label, int type, int name)
{
    int fd = NEEDED(new_socket(AF_INET, type));
    struct timeval large[2] = {{3, 0}, {0, 0}};
    socklen_t full = sizeof large[0];
    show(label, "follows");
    told(fd, name);
    set("  5 seconds", fd, name, 5, 0, full);
    set("  a fifth", fd, name, 0, 200000, full);
    set("  both", fd, name, 1, 500000, full);
    set("  too many microseconds", fd, name, 0, 1000000, full);
    set("  negative microseconds", fd, name, 0, -1, full);
    set("  negative seconds, too many microseconds", fd, name, -5, 1000000, full);
    set_negative("  negative seconds", fd, name, full);
    set("  none", fd, name, 0, 0, full);
    set("  half a structure", fd, name, 5, 0, full / 2);
    show_result("  two structures", setsockopt(fd, SOL_SOCKET, name, large, sizeof large));
    told(fd, name);
    close(fd);
}

int main(void)
{
    one("TCP SO_RCVTIMEO", SOCK_STREAM, SO_RCVTIMEO);
    one("TCP SO_SNDTIMEO", SOCK_STREAM, SO_SNDTIMEO);
    one("UDP SO_RCVTIMEO", SOCK_DGRAM, SO_RCVTIMEO);
    return 0;
}
