// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A connection that is not waited for is made all the same: the peer sees it before the program asks how it went. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage address, own = {0};
    socklen_t length = sizeof own;
    int listening = NEEDED(listener(AF_INET, &address)), fd = socket(AF_INET, SOCK_STREAM, 0);
    NEEDED(set_nonblocking(fd));
    show_result("connect", connect(fd, SA(&address), address_size(&address)));
    struct pollfd waiting = {.fd = listening, .events = POLLIN};
    show_result("the listener is ready", poll(&waiting, 1, 5000));
    int peer = NEEDED(accepted(listening));
    wait_for(fd, POLLOUT);
    show_result("getsockname", getsockname(fd, SA(&own), &length));
    show_yes("  with a port", ((struct sockaddr_in *)&own)->sin_port != 0);
    show_result("send", send(fd, "x", 1, 0));
    wait_for(peer, POLLIN);
    char byte = 0;
    show_result("recv", recv(peer, &byte, 1, 0));
}

int main(void)
{
    test();
    return 0;
}
