// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* How a connection ends tells the other side something: closing with unread data or with a linger of 0 resets it,
 * an ordinary close is an end of the stream. */
#include "observe.h"

static void ending(const char *label, int pair[2])
{
    char text[8];
    show(label, "follows");
    wait_for(pair[0], POLLIN);
    show_result("  recv", recv(pair[0], text, sizeof text, 0));
    show_result("  recv again", recv(pair[0], text, sizeof text, 0));
    close(pair[0]);
}

static void test(void)
{
    int pair[2];
    struct linger now = {1, 0}, off = {0, 0}, patient = {1, 2};
    NEEDED(tcp_pair(pair));
    close(pair[1]);
    ending("ordinary close", pair);

    NEEDED(tcp_pair(pair));
    require(send(pair[0], "unread", 6, 0) == 6, "send");
    wait_for(pair[1], POLLIN);
    close(pair[1]);
    ending("close with unread data", pair);

    NEEDED(tcp_pair(pair));
    show_result("linger of 0", setsockopt(pair[1], SOL_SOCKET, SO_LINGER, &now, sizeof now));
    close(pair[1]);
    ending("close", pair);

    NEEDED(tcp_pair(pair));
    setsockopt(pair[1], SOL_SOCKET, SO_LINGER, &now, sizeof now);
    show_result("linger off again", setsockopt(pair[1], SOL_SOCKET, SO_LINGER, &off, sizeof off));
    close(pair[1]);
    ending("close", pair);

    NEEDED(tcp_pair(pair));
    show_result("linger of 2", setsockopt(pair[1], SOL_SOCKET, SO_LINGER, &patient, sizeof patient));
    close(pair[1]);
    ending("close", pair);

    NEEDED(tcp_pair(pair));
    setsockopt(pair[0], SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(pair[0]);
    int code = -1;
    socklen_t length = sizeof code;
    show_yes("reset of the accepted one is seen", wait_for(pair[1], POLLIN) & POLLERR);
    getsockopt(pair[1], SOL_SOCKET, SO_ERROR, &code, &length);
    show("SO_ERROR", "%s", errno_name(code));
}

int main(void)
{
    test();
    return 0;
}
