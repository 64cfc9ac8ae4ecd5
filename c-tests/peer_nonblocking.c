// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* O_NONBLOCK on a connected socket, and waiting with poll and select.
 * @peer echo */
#include "observe.h"
#include <sys/select.h>

static void talk(void)
{
    char text[8];
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(connect(fd, SA(&peer), sizeof peer) == 0, "connect");
    NEED(show_result("set O_NONBLOCK", fcntl(fd, F_SETFL, O_NONBLOCK)) == 0, "fcntl");
    show_yes("it is set", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    show_result("recv", recv(fd, text, sizeof text, 0));
    show_events("events", events_within(fd, POLLIN | POLLOUT, 0));
    show_result("send", send(fd, "hello", 5, 0));
    show_events("waited for", wait_for(fd, POLLIN));
    show_received("recv", text, recv(fd, text, 5, 0));
    show_result("clear O_NONBLOCK", fcntl(fd, F_SETFL, 0));
    show_result("recv at once", recv(fd, text, sizeof text, MSG_DONTWAIT));

    fd_set readers, writers;
    FD_ZERO(&readers);
    FD_ZERO(&writers);
    FD_SET(fd, &readers);
    FD_SET(fd, &writers);
    show_result("select", select(fd + 1, &readers, &writers, NULL, &(struct timeval){0}));
    show_yes("  readable", FD_ISSET(fd, &readers));
    show_yes("  writable", FD_ISSET(fd, &writers));
}

int main(void)
{
    talk();
    return 0;
}
