// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A server that waits for calls without blocking, as event loops do.
 * @peer caller */
#include "observe.h"

static void serve(void)
{
    char text[8];
    struct sockaddr_in here = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("LISTEN_PORT")));
    int listening = show_fd("socket", socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    NEED(listening >= 0, "a listener that does not block");
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    show_result("bind", bind(listening, SA(&here), sizeof here));
    NEED(show_result("listen", listen(listening, 4)) == 0, "listen");

    show_events("waited for", wait_for(listening, POLLIN));
    int fd = show_fd("accept", accept4(listening, NULL, NULL, SOCK_NONBLOCK));
    require(fd >= 0, "accept");
    show_result("nobody else", accept(listening, NULL, NULL));
    show_yes("the listener does not block", (fcntl(listening, F_GETFL) & O_NONBLOCK) != 0);
    show_yes("the connection does not block", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    wait_for(fd, POLLIN);
    show_received("recv", text, recv(fd, text, 5, 0));
    show_result("recv", recv(fd, text, sizeof text, 0));
    struct pollfd both[2] = {{.fd = listening, .events = POLLIN}, {.fd = fd, .events = POLLIN | POLLOUT}};
    show_result("poll both", poll(both, 2, 0));
    show_events("  listener", both[0].revents);
    show_events("  connection", both[1].revents);
    show_result("close", close(fd));
    show_result("close", close(listening));
    show_result("accept", accept(listening, NULL, NULL));
}

int main(void)
{
    serve();
    return 0;
}
