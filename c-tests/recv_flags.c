// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The flags that nearly every program sets, on streams and datagrams. */
#include "observe.h"

static void stream(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("send, MSG_NOSIGNAL", send(pair[0], "one", 3, MSG_NOSIGNAL));
    wait_for(pair[1], POLLIN);
    show_received("recv, MSG_NOSIGNAL", text, recv(pair[1], text, sizeof text, MSG_NOSIGNAL));
    show_result("send, MSG_EOR", send(pair[0], "two", 3, MSG_EOR));
    wait_for(pair[1], POLLIN);
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
    show_result("send, MSG_DONTWAIT | MSG_NOSIGNAL", send(pair[0], "four", 4, MSG_DONTWAIT | MSG_NOSIGNAL));
    wait_for(pair[1], POLLIN);
    show_received("recv, MSG_DONTWAIT", text, recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    show_result("recv, MSG_DONTWAIT", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
}

static void datagrams(void)
{
    int pair[2];
    char text[8];
    NEEDED(udp_pair(pair));
    show_result("UDP send, MSG_NOSIGNAL", send(pair[0], "five", 4, MSG_NOSIGNAL));
    wait_for(pair[1], POLLIN);
    show_received("UDP recv, MSG_DONTWAIT", text, recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    show_result("UDP recv, MSG_DONTWAIT", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
}

int main(void)
{
    stream();
    datagrams();
    return 0;
}
