// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A client that connects without blocking: whether or not connect comes back at once, the socket is writable in the
 * end and has no error.
 * @peer echo */
#include "observe.h"

static void talk(void)
{
    char text[8];
    int error = -1;
    socklen_t length = sizeof error;
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = show_fd("socket", socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    NEED(fd >= 0, "a connection that does not block");
    show_yes("it does not block", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    int result = connect(fd, SA(&peer), sizeof peer);
    NEED(result == 0 || errno == EINPROGRESS, "connect");
    show_events("waited for", wait_for(fd, POLLOUT));
    show_result("SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length));
    show_int("  it is", error);
    show_result("recv", recv(fd, text, sizeof text, 0));
    show_result("send", send(fd, "hello", 5, 0));
    show_events("waited for", wait_for(fd, POLLIN));
    show_received("recv", text, recv(fd, text, sizeof text, 0));
}

int main(void)
{
    talk();
    return 0;
}
