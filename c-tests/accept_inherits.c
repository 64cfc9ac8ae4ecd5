// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What an accepted socket takes over from its listener, and what not. */
#include "observe.h"

static int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    getsockopt(fd, level, name, &value, &length);
    return value;
}

static void test(void)
{
    struct sockaddr_storage there;
    struct linger linger = {1, 7}, told = {0, 0};
    struct timeval limit = {3, 0}, wait = {0, 0};
    int listening = NEEDED(listener(AF_INET, &there)), on = 1, idle = 77;
    socklen_t length = sizeof told;
    show_result("set SO_KEEPALIVE", setsockopt(listening, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on));
    show_result("set SO_LINGER", setsockopt(listening, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
    show_result("set SO_RCVTIMEO", setsockopt(listening, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
    show_result("set TCP_NODELAY", setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
    show_result("set TCP_KEEPIDLE", setsockopt(listening, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle));
    NEEDED(set_nonblocking(listening));
    int client = NEEDED(connected(SOCK_STREAM, &there)), fd = NEEDED(accepted(listening));
    show_int("SO_KEEPALIVE", option(fd, SOL_SOCKET, SO_KEEPALIVE));
    show_int("TCP_NODELAY", option(fd, IPPROTO_TCP, TCP_NODELAY));
    show_int("TCP_KEEPIDLE", option(fd, IPPROTO_TCP, TCP_KEEPIDLE));
    show_result("SO_LINGER", getsockopt(fd, SOL_SOCKET, SO_LINGER, &told, &length));
    show("linger", "%s %d", told.l_onoff ? "on" : "off", told.l_linger);
    length = sizeof wait;
    show_result("SO_RCVTIMEO", getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, &length));
    show_int("seconds", (long)wait.tv_sec);
    show_yes("non-blocking", fcntl(fd, F_GETFL) & O_NONBLOCK);
    close(client);
}

int main(void)
{
    test();
    return 0;
}
