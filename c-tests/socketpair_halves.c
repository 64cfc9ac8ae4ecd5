// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Half of a pair can be ended, as with TCP: the other direction stays open. */
#include "observe.h"

static void halves(void)
{
    int pair[2];
    char text[16];
    NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "socketpair");
    require(send(pair[1], "first", 5, 0) == 5, "send");
    NEED(show_result("shutdown for writing", shutdown(pair[1], SHUT_WR)) == 0, "the other half");
    wait_for(pair[0], POLLIN);
    show_received("recv", text, recv(pair[0], text, sizeof text, 0));
    wait_for(pair[0], POLLIN);
    show_result("the end", recv(pair[0], text, sizeof text, 0));
    show_result("send where it is ended", send(pair[1], "x", 1, MSG_NOSIGNAL));
    show_result("the other way is open", send(pair[0], "still", 5, MSG_NOSIGNAL));
    wait_for(pair[1], POLLIN);
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
}

int main(void)
{
    halves();
    return 0;
}
