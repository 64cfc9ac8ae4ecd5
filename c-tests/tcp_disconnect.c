// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* connect to AF_UNSPEC ends a TCP connection and frees the socket for another one. */
#include "observe.h"

static struct sockaddr nobody = {.sa_family = AF_UNSPEC};

static void disconnect(void)
{
    struct sockaddr_storage there, name;
    socklen_t length = sizeof name;
    char text[8];
    int listening = NEEDED(listener(AF_INET, &there));
    int fd = NEEDED(connected(SOCK_STREAM, &there)), server = NEEDED(accepted(listening));
    int ended = show_result("connect to AF_UNSPEC", connect(fd, &nobody, sizeof nobody)) == 0;
    show_result("getpeername", getpeername(fd, SA(&name), &length));
    if (!ended) {
        skip("the connection ends, and another begins");
        return;
    }
    show_yes("the other end sees it", wait_for(server, POLLIN) & (POLLERR | POLLHUP));
    show_result("recv there", recv(server, text, sizeof text, 0));
    show_result("send here", send(fd, "x", 1, MSG_NOSIGNAL));
    show_result("connect again", connect(fd, SA(&there), sizeof(struct sockaddr_in)));
    int second = NEEDED(accepted(listening));
    show_result("send", send(fd, "anew", 4, MSG_NOSIGNAL));
    wait_for(second, POLLIN);
    show_received("recv", text, recv(second, text, sizeof text, 0));
}

/* The pending error of a connection that is over. */
static void afterwards(void)
{
    struct sockaddr_storage there;
    char byte;
    int listening = NEEDED(listener(AF_INET, &there)), fd = NEEDED(connected(SOCK_STREAM, &there));
    NEED(connect(fd, &nobody, sizeof nobody) == 0, "connect to AF_UNSPEC");
    show_result("recv without room", recv(fd, &byte, 0, 0));
    show_result("listen", listen(fd, 1));
    show_events("events", events_within(fd, POLLIN, 0));
    close(listening);
}

static void test(void)
{
    disconnect();
    afterwards();
    int fresh = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("AF_UNSPEC on a fresh socket", connect(fresh, &nobody, sizeof nobody));
    show_result("AF_UNSPEC on fresh UDP", connect(NEEDED(new_socket(AF_INET, SOCK_DGRAM)), &nobody, sizeof nobody));
    show_result("AF_UNSPEC, length 1", connect(fresh, &nobody, 1));
}

int main(void)
{
    test();
    return 0;
}
