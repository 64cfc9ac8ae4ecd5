// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A new socket gets the number of a closed one and nothing else of it: no flags, no options, no timeouts, no peer, no bytes. */
#include "observe.h"

static void on(const char *label, int fd, int level, int name)
{
    int value = 0;
    socklen_t length = sizeof value;
    if (getsockopt(fd, level, name, &value, &length) != 0)
        show_result(label, -1);
    else
        show_yes(label, value);
}

static void error(const char *label, int fd)
{
    int value = -1;
    socklen_t length = sizeof value;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &length);
    show_int(label, value);
}

static void test(void)
{
    struct sockaddr_storage name;
    int pair[2], yes = 1;
    char text[8];
    struct timeval limit = {0, 50000}, told = {0, 0};
    socklen_t length = sizeof told;
    NEEDED(tcp_pair(pair));
    require(send(pair[1], "left over", 9, 0) == 9, "send");
    wait_for(pair[0], POLLIN);
    NEEDED(set_nonblocking(pair[0]));
    show_result("set SO_KEEPALIVE", setsockopt(pair[0], SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes));
    show_result("set TCP_NODELAY", setsockopt(pair[0], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes));
    show_result("set SO_RCVTIMEO", setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
    close(pair[0]);

    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_yes("non-blocking", fcntl(fd, F_GETFL) & O_NONBLOCK);
    on("SO_KEEPALIVE", fd, SOL_SOCKET, SO_KEEPALIVE);
    on("TCP_NODELAY", fd, IPPROTO_TCP, TCP_NODELAY);
    show_result("SO_RCVTIMEO", getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &told, &length));
    show_yes("a timeout", told.tv_sec || told.tv_usec);
    error("SO_ERROR", fd);
    length = sizeof name;
    show_result("getpeername", getpeername(fd, SA(&name), &length));
    show_result("recv", recv(fd, text, sizeof text, 0));
    close(fd);

    int lost = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), holder = NEEDED(refusing(&name));
    show_result("a connect that fails", connect(lost, SA(&name), sizeof(struct sockaddr_in)));
    wait_for(lost, POLLOUT);
    close(lost);
    int udp = NEEDED(bound_anyhow(AF_INET, SOCK_DGRAM, &name));
    error("SO_ERROR of the next", udp);
    show_events("its events", events_within(udp, POLLIN | POLLOUT, 0));
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
