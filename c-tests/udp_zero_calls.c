// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Empty datagrams by every call that sends and every call that receives. */
#include "observe.h"

static int pair[2];
static char text[8];

static void taken(const char *label, ssize_t result)
{
    show_result(label, result);
    show_result("  and it is gone", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
}

static void sent(const char *label, ssize_t result)
{
    show_result(label, result);
    show_events("  poll", events_within(pair[1], POLLIN, 2000));
    taken("  recv", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
}

static void test(void)
{
    struct iovec none = {text, 0}, some = {text, sizeof text};
    struct msghdr empty = {.msg_iov = &none, .msg_iovlen = 1}, without = {.msg_iov = NULL, .msg_iovlen = 0};
    struct msghdr room = {.msg_iov = &some, .msg_iovlen = 1};
    NEEDED(udp_pair(pair));
    sent("send", send(pair[0], text, 0, 0));
    sent("sendto", sendto(pair[0], text, 0, 0, NULL, 0));
    sent("sendmsg, an empty part", sendmsg(pair[0], &empty, 0));
    sent("sendmsg, no part", sendmsg(pair[0], &without, 0));
    for (int i = 0; i < 6; i++) {
        if (!possible(send(pair[0], NULL, 0, 0) == 0, "send"))
            continue;
        wait_for(pair[1], POLLIN);
        switch (i) {
        case 0: taken("recv", recv(pair[1], text, sizeof text, 0)); break;
        case 1: taken("recvfrom", recvfrom(pair[1], text, sizeof text, 0, NULL, NULL)); break;
        case 2: taken("recvmsg", recvmsg(pair[1], &room, 0)); break;
        case 3: taken("read", read(pair[1], text, sizeof text)); break;
        case 4: taken("readv", readv(pair[1], &some, 1)); break;
        case 5: taken("recv of 0", recv(pair[1], text, 0, 0)); break;
        }
    }
    require(send(pair[0], "full", 4, 0) == 4, "send");
    wait_for(pair[1], POLLIN);
    taken("recvmsg of no part, a full datagram", recvmsg(pair[1], &without, 0));
    show_yes("MSG_TRUNC is told", without.msg_flags & MSG_TRUNC);
}

int main(void)
{
    test();
    return 0;
}
