// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_RCVLOWAT: how much must be there before a read or a poll returns; SO_SNDLOWAT can only be looked at. */
#include "observe.h"

static void told(int fd, int name)
{
    int value = -7;
    socklen_t length = sizeof value;
    show_result("  get", getsockopt(fd, SOL_SOCKET, name, &value, &length));
    show("  now", "%d in %u bytes", value, (unsigned)length);
}

static int five = 5;

static void holds_back(void)
{
    int pair[2];
    char text[16];
    NEEDED(tcp_pair(pair));
    told(pair[1], SO_RCVLOWAT);
    show_result("set 5", setsockopt(pair[1], SOL_SOCKET, SO_RCVLOWAT, &five, sizeof five));
    told(pair[1], SO_RCVLOWAT);
    require(send(pair[0], "abc", 3, 0) == 3, "send");
    show_events("three there", events_within(pair[1], POLLIN, 200));
    show_received("non-blocking recv", text, recv(pair[1], text, 1, MSG_DONTWAIT | MSG_PEEK));
    require(send(pair[0], "de", 2, 0) == 2, "send");
    show_events("five there", wait_for(pair[1], POLLIN));
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
}

static void values(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), zero = 0, negative = -1;
    show_result("set 0", setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &zero, sizeof zero));
    told(fd, SO_RCVLOWAT);
    show_result("set -1", setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &negative, sizeof negative));
    show_result("short", setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &five, 2));
    told(fd, SO_SNDLOWAT);
    show_result("set SO_SNDLOWAT", setsockopt(fd, SOL_SOCKET, SO_SNDLOWAT, &five, sizeof five));
}

int main(void)
{
    holds_back();
    values();
    return 0;
}
