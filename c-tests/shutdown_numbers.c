// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SHUT_RD, SHUT_WR and SHUT_RDWR are 0, 1 and 2 everywhere, and programs pass the numbers. */
#include "observe.h"

static void of_connections(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("shutdown 1", shutdown(pair[0], 1));
    show_events("the peer", events_within(pair[1], POLLIN, 500));
    show_result("  recv", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    show_result("  send", send(pair[1], "back", 4, MSG_NOSIGNAL));
    show_events("here", events_within(pair[0], POLLIN, 500));
    show_result("  recv", recv(pair[0], text, sizeof text, MSG_DONTWAIT));
    show_result("  send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    NEEDED(tcp_pair(pair));
    show_result("shutdown 0", shutdown(pair[0], 0));
    show_events("the peer", events_within(pair[1], POLLIN, 50));
    show_result("  recv", recv(pair[0], text, sizeof text, MSG_DONTWAIT));
    show_result("  send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    NEEDED(tcp_pair(pair));
    show_result("shutdown 2", shutdown(pair[0], 2));
    show_events("the peer", events_within(pair[1], POLLIN, 500));
    show_result("  recv", recv(pair[0], text, sizeof text, MSG_DONTWAIT));
    show_result("  send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_result("shutdown 3", shutdown(pair[0], 3));
    show_result("shutdown -1", shutdown(pair[0], -1));
}

int main(void)
{
    show("numbers", "%d %d %d", SHUT_RD, SHUT_WR, SHUT_RDWR);
    of_connections();
    return 0;
}
