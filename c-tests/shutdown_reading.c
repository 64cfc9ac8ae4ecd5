// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown for reading: what is there and what still comes is received, and nothing is waited for. It ends with close. */
#include "observe.h"
#include <sys/ioctl.h>

static void ask(const char *label, int fd)
{
    int bytes = -1;
    show_events(label, events_within(fd, POLLIN | POLLOUT, 0));
    show_result("  FIONREAD", ioctl(fd, FIONREAD, &bytes));
    show_int("  bytes", bytes);
}

static void receive_each_way(int fd)
{
    char text[8];
    struct iovec part = {text, sizeof text};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    show_result("  recv", recv(fd, text, sizeof text, 0));
    show_result("  recv of nothing", recv(fd, text, 0, 0));
    show_result("  recv, MSG_PEEK", recv(fd, text, sizeof text, MSG_PEEK));
    show_result("  recv, MSG_WAITALL", recv(fd, text, sizeof text, MSG_WAITALL));
    show_result("  recv, MSG_DONTWAIT", recv(fd, text, sizeof text, MSG_DONTWAIT));
    show_result("  recvfrom", recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
    show_result("  recvmsg", recvmsg(fd, &message, 0));
    show_result("  read", read(fd, text, sizeof text));
    show_result("  readv", readv(fd, &part, 1));
}

static void of_a_stream(void)
{
    int pair[2];
    char text[16];
    NEEDED(tcp_pair(pair));
    require(send(pair[1], "before", 6, 0) == 6, "send");
    wait_for(pair[0], POLLIN);
    show_received("peek", text, recv(pair[0], text, 2, MSG_PEEK));
    NEED(show_result("stream", shutdown(pair[0], SHUT_RD)) == 0, "receives after it");
    ask("with data", pair[0]);
    show_received("peek", text, recv(pair[0], text, sizeof text, MSG_PEEK));
    show_received("recv, MSG_WAITALL", text, recv(pair[0], text, sizeof text, MSG_WAITALL));
    ask("without", pair[0]);
    receive_each_way(pair[0]);
    require(send(pair[1], "after", 5, 0) == 5, "send");
    while (recv(pair[0], text, 1, MSG_PEEK) == 0)
        ;
    show_received("what comes later", text, read(pair[0], text, sizeof text));
    show_result("then the end again", read(pair[0], text, sizeof text));
    show_result("once more", shutdown(pair[0], SHUT_RD));
    show_result("SHUT_WR", shutdown(pair[0], SHUT_WR));
    show_result("send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_yes("the end at the peer", wait_for(pair[1], POLLIN) && recv(pair[1], text, 1, 0) == 0);
    close(pair[0]);
    close(pair[1]);
}

static void of_the_next_number(void)
{
    int pair[2], fds[8];
    char text[4];
    NEEDED(tcp_pair(pair));
    NEED(show_result("shutdown", shutdown(pair[0], SHUT_RD)) == 0, "a socket of the same number");
    close(pair[0]);
    close(pair[1]);
    for (int i = 0; i < 8; i += 2)
        NEEDED(tcp_pair(fds + i));
    int ended = 0;
    for (int i = 0; i < 8; i++)
        ended += events_within(fds[i], POLLIN, 0) != 0 || recv(fds[i], text, 1, MSG_DONTWAIT) == 0;
    show_int("new sockets that are ended", ended);
    for (int i = 0; i < 8; i++)
        close(fds[i]);
}

/* A close that leaves something unread is a reset. */
static void of_a_reset(void)
{
    int pair[2];
    char text[4];
    NEEDED(tcp_pair(pair));
    NEED(show_result("shutdown", shutdown(pair[0], SHUT_RD)) == 0, "a reset after it");
    require(send(pair[0], "x", 1, 0) == 1, "send");
    wait_for(pair[1], POLLIN);
    close(pair[1]);
    NEED(comes(pair[0], 0), "the reset comes");
    show_result("recv after a reset", recv(pair[0], text, sizeof text, 0));
    show_result("recv again", recv(pair[0], text, sizeof text, 0));
    close(pair[0]);
}

int main(void)
{
    of_a_stream();
    of_the_next_number();
    of_a_reset();
    return 0;
}
