// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Sending to a peer that has gone: the reset is told once, then EPIPE, and with MSG_NOSIGNAL no signal. */
#include "observe.h"

static void test(void)
{
    int pair[2];
    char text[4];
    NEEDED(tcp_pair(pair));
    close(pair[1]);
    wait_for(pair[0], POLLIN);
    show_result("recv", recv(pair[0], text, sizeof text, 0));
    show_result("the first send is taken", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_yes("the reset is seen", comes(pair[0], 0) & (POLLERR | POLLHUP));
    show_result("send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_result("send again", send(pair[0], "x", 1, MSG_NOSIGNAL));
    struct iovec part = {text, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    show_result("sendmsg", sendmsg(pair[0], &message, MSG_NOSIGNAL));
    show_result("recv", recv(pair[0], text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
