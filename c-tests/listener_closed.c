// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A listener that closes takes those who wait in its queue with it; those already accepted live on. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there;
    char text[8];
    int listening = NEEDED(listener(AF_INET, &there));
    int first = NEEDED(connected(SOCK_STREAM, &there)), server = NEEDED(accepted(listening)), second = NEEDED(connected(SOCK_STREAM, &there));
    wait_for(listening, POLLIN);
    show_result("close the listener", close(listening));
    show_result("the accepted one sends", send(server, "alive", 5, 0));
    wait_for(first, POLLIN);
    show_received("and is heard", text, recv(first, text, sizeof text, 0));
    show_yes("the waiting one is woken", wait_for(second, POLLIN) & (POLLERR | POLLHUP));
    show_result("recv", recv(second, text, sizeof text, 0));
    show_result("send", send(second, "x", 1, MSG_NOSIGNAL));
}

int main(void)
{
    test();
    return 0;
}
