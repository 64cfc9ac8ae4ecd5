// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A client of another program: connect, send, receive, end. It asks nothing that a host may not know.
 * @peer echo */
#include "observe.h"

static void test(void)
{
    char text[64];
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(connect(fd, SA(&peer), sizeof peer) == 0, "connect");
    show_result("again", connect(fd, SA(&peer), sizeof peer));
    show_result("bind when connected", bind(fd, SA(&peer), sizeof peer));

    show_result("send", send(fd, "hello", 5, MSG_NOSIGNAL));
    show_received("recv all", text, recv(fd, text, 5, MSG_WAITALL));
    show_result("sendto with an address", sendto(fd, "to", 2, 0, SA(&peer), sizeof peer));
    show_received("recvfrom", text, recvfrom(fd, text, 2, MSG_WAITALL, NULL, NULL));
    struct iovec parts[2] = {{"two ", 4}, {"parts", 5}}, room[2] = {{text, 3}, {text + 3, 6}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    show_result("sendmsg", sendmsg(fd, &message, 0));
    message.msg_iov = room;
    show_received("recvmsg", text, recvmsg(fd, &message, MSG_WAITALL));
    show_result("msg_flags", message.msg_flags);
    show_result("no bytes", send(fd, "", 0, 0));
    show_result("close", close(fd));
    show_result("send", send(fd, "x", 1, MSG_NOSIGNAL));

    fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(show_result("a second connection", connect(fd, SA(&peer), sizeof peer)) == 0, "connect");
    show_result("send", send(fd, "again", 5, 0));
    show_received("recv", text, recv(fd, text, 5, MSG_WAITALL));
    show_result("close", close(fd));
}

int main(void)
{
    test();
    return 0;
}
