// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The end of a stream: what was sent before the close arrives first, then 0, and 0 again, by every call that receives. */
#include "observe.h"

static void test(void)
{
    int pair[2];
    char text[16];
    NEEDED(tcp_pair(pair));
    show_result("send", send(pair[0], "last words", 10, 0));
    show_result("close", close(pair[0]));
    wait_for(pair[1], POLLIN);
    show_received("they arrive", text, recv(pair[1], text, sizeof text, 0));
    wait_for(pair[1], POLLIN);
    show_result("recv", recv(pair[1], text, sizeof text, 0));
    show_result("recv again", recv(pair[1], text, sizeof text, 0));
    show_result("read", read(pair[1], text, sizeof text));
    struct iovec part = {text, sizeof text};
    show_result("readv", readv(pair[1], &part, 1));
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    show_result("recvmsg", recvmsg(pair[1], &message, 0));
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    show_result("recvfrom", recvfrom(pair[1], text, sizeof text, 0, SA(&from), &length));
    show_result("sending is still allowed", send(pair[1], "x", 1, MSG_NOSIGNAL));
    show_result("close", close(pair[1]));
}

int main(void)
{
    test();
    return 0;
}
