// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A connect that stays pending, because the listener's queue is full: everything else says "not yet", not an error. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there;
    int fds[4], last = 3, code = -1;
    char byte;
    socklen_t length = sizeof code;
    int listening = NEEDED(bound(AF_INET, SOCK_STREAM, &there));
    NEED(listen(listening, 0) == 0, "listen");
    for (int i = 0; i < 4; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (show_result("connect", connect(fds[i], SA(&there), sizeof(struct sockaddr_in))) == 0) {
            skip("a connect that stays pending");
            return;
        }
        events_within(fds[i], POLLOUT, 100);
    }
    show_events("the last is not ready", events_within(fds[last], POLLIN | POLLOUT, 0));
    show_result("connect again", connect(fds[last], SA(&there), sizeof(struct sockaddr_in)));
    show_result("SO_ERROR", getsockopt(fds[last], SOL_SOCKET, SO_ERROR, &code, &length));
    show("it says", "%s", errno_name(code));
    struct sockaddr_in peer;
    length = sizeof peer;
    show_result("getpeername", getpeername(fds[last], SA(&peer), &length));
    show_result("recv", recv(fds[last], &byte, 1, 0));
    show_result("send", send(fds[last], "x", 1, MSG_NOSIGNAL));
    show_result("connect again", connect(fds[last], SA(&there), sizeof(struct sockaddr_in)));
    show_result("close", close(fds[last]));
    show_events("the first is ready", events_within(fds[0], POLLIN | POLLOUT, 0));
}

int main(void)
{
    test();
    return 0;
}
