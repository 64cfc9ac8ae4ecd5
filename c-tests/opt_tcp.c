// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The TCP options of servers that keep connections alive: values told again, ranges kept. */
#include "observe.h"

static int fd;

static void set(const char *label, int name, int value)
{
    int told = -1;
    socklen_t length = sizeof told;
    show_result(label, setsockopt(fd, IPPROTO_TCP, name, &value, sizeof value));
    show_result("  get", getsockopt(fd, IPPROTO_TCP, name, &told, &length));
    show("  now", "%d in %u bytes", told, (unsigned)length);
}

static void fresh(void)
{
    int value = 60;
    fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    set("TCP_KEEPIDLE 60", TCP_KEEPIDLE, 60);
    set("TCP_KEEPIDLE 32767", TCP_KEEPIDLE, 32767);
    set("TCP_KEEPIDLE 0", TCP_KEEPIDLE, 0);
    set("TCP_KEEPIDLE -1", TCP_KEEPIDLE, -1);
    set("TCP_KEEPIDLE 32768", TCP_KEEPIDLE, 32768);
    set("TCP_KEEPINTVL 10", TCP_KEEPINTVL, 10);
    set("TCP_KEEPINTVL 0", TCP_KEEPINTVL, 0);
    set("TCP_KEEPINTVL 32768", TCP_KEEPINTVL, 32768);
    set("TCP_NODELAY 5", TCP_NODELAY, 5);
    set("TCP_NODELAY 0", TCP_NODELAY, 0);
    show_result("TCP_KEEPIDLE, 2 bytes", setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &value, 2));
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    fd = pair[0];
    set("connected: TCP_KEEPIDLE 7", TCP_KEEPIDLE, 7);
    set("connected: TCP_KEEPINTVL 3", TCP_KEEPINTVL, 3);
    set("connected: TCP_NODELAY 1", TCP_NODELAY, 1);
    fd = pair[1];
    set("accepted: TCP_NODELAY 1", TCP_NODELAY, 1);
    set("accepted: TCP_QUICKACK 0", TCP_QUICKACK, 0);
    set("accepted: TCP_QUICKACK 1", TCP_QUICKACK, 1);
    show_result("it still talks", send(pair[0], "x", 1, 0));
}

int main(void)
{
    fresh();
    connection();
    return 0;
}
