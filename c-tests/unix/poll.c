// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Waiting and not waiting: what poll says of listener, connection and datagrams, and what comes when it would wait.
 * @folder */
#include "unix.h"

static void test(void)
{
    char text[8];
    int listening = listening_at("s");
    NEEDED(set_nonblocking(listening));
    show_fd("accept of nobody", accept(listening, NULL, NULL));
    show_events("listener", events_within(listening, POLLIN, 0));
    int client = show_fd("socket", socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
    show_result("connect", connect_at(client, "s"));
    show_events("listener then", wait_for(listening, POLLIN));
    show_events("client", wait_for(client, POLLIN | POLLOUT));
    show_result("recv", recv(client, text, sizeof text, 0));
    int server = show_fd("accept", accept(listening, NULL, NULL));
    show_result("MSG_DONTWAIT", recv(server, text, sizeof text, MSG_DONTWAIT));
    require(send(client, "one", 3, 0) == 3, "send");
    show_events("server", wait_for(server, POLLIN | POLLOUT));
    show_received("recv", text, recv(server, text, sizeof text, 0));
    static char much[65536];
    while (send(client, much, sizeof much, MSG_NOSIGNAL) > 0) {}
    show("full", "%s", errno_name(errno));
    show_events("client that is full", events_within(client, POLLOUT, 0));
    close(server);
    show_result("send to who has gone", send(client, "x", 1, MSG_NOSIGNAL));
    int first = bound_at(SOCK_DGRAM, "d"), second = NEEDED(new_socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK));
    require(connect_at(second, "d") == 0, "connect");
    show_events("datagrams", events_within(first, POLLIN | POLLOUT, 0));
    show_result("recv of none", recv(first, text, sizeof text, MSG_DONTWAIT));
    require(send(second, "two", 3, 0) == 3, "send");
    show_events("datagrams then", wait_for(first, POLLIN));
    show_received("recv", text, recv(first, text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
