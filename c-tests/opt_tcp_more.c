// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* More TCP options that daemons set: ranges, defaults that do not depend on the machine, and values told again. */
#include "observe.h"

static int fd;

static void told(int name)
{
    int value = -7;
    socklen_t length = sizeof value;
    show_result("  get", getsockopt(fd, IPPROTO_TCP, name, &value, &length));
    show("  now", "%d in %u bytes", value, (unsigned)length);
}

static void set(const char *label, int name, int value)
{
    show_result(label, setsockopt(fd, IPPROTO_TCP, name, &value, sizeof value));
    told(name);
}

static void fresh(void)
{
    fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    set("TCP_KEEPCNT 5", TCP_KEEPCNT, 5);
    set("TCP_KEEPCNT 127", TCP_KEEPCNT, 127);
    set("TCP_KEEPCNT 0", TCP_KEEPCNT, 0);
    set("TCP_KEEPCNT 128", TCP_KEEPCNT, 128);
    told(TCP_USER_TIMEOUT);
    set("TCP_USER_TIMEOUT 30000", TCP_USER_TIMEOUT, 30000);
    set("TCP_USER_TIMEOUT 0", TCP_USER_TIMEOUT, 0);
    set("TCP_USER_TIMEOUT -1", TCP_USER_TIMEOUT, -1);
    told(TCP_CORK);
    set("TCP_CORK 1", TCP_CORK, 1);
    set("TCP_CORK 0", TCP_CORK, 0);
    set("TCP_SYNCNT 3", TCP_SYNCNT, 3);
    set("TCP_SYNCNT 0", TCP_SYNCNT, 0);
    set("TCP_SYNCNT 128", TCP_SYNCNT, 128);
    int value = 1;
    show_result("TCP_MAXSEG too small", setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &value, sizeof value));
    value = 1000;
    show_result("TCP_MAXSEG 1000", setsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &value, sizeof value));
}

static void connection(void)
{
    int pair[2], value = -1;
    socklen_t length = sizeof value;
    NEEDED(tcp_pair(pair));
    show_result("TCP_MAXSEG of a connection", getsockopt(pair[0], IPPROTO_TCP, TCP_MAXSEG, &value, &length));
    show_yes("  sensible", value >= 536 && value <= 65535);
}

static void on_udp(void)
{
    int value = 5;
    fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result("TCP_KEEPCNT on UDP", setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &value, sizeof value));
}

int main(void)
{
    fresh();
    connection();
    on_udp();
    return 0;
}
