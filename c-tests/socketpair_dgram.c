// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A pair of datagram sockets: borders are kept, order too. */
#include "observe.h"

static void talk(void)
{
    int pair[2];
    char text[16];
    NEED(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0, "socketpair");
    show_result("send", send(pair[0], "first", 5, 0));
    show_result("send", send(pair[0], "second", 6, 0));
    wait_for(pair[1], POLLIN);
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
    wait_for(pair[1], POLLIN);
    show_received("recv 3, the rest is lost", text, recv(pair[1], text, 3, 0));
    show_result("nothing more", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    show_result("the other way", send(pair[1], "back", 4, 0));
    wait_for(pair[0], POLLIN);
    show_received("recv", text, recv(pair[0], text, sizeof text, 0));
    int type = -1;
    socklen_t length = sizeof type;
    show_result("SO_TYPE", getsockopt(pair[0], SOL_SOCKET, SO_TYPE, &type, &length));
    show("type", "%s", socktype_name(type));
}

int main(void)
{
    talk();
    return 0;
}
