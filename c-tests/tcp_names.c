// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* sendto and recvfrom on a stream: the address is no matter, and none is told. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there, from;
    socklen_t length = sizeof from;
    int pair[2];
    char text[8];
    int listening = NEEDED(listener(AF_INET, &there));
    NEEDED(tcp_pair(pair));
    show_result("sendto without an address", sendto(pair[0], "one", 3, 0, NULL, 0));
    wait_for(pair[1], POLLIN);
    memset(&from, 0xa5, sizeof from);
    show_received("recvfrom", text, recvfrom(pair[1], text, sizeof text, 0, SA(&from), &length));
    show("length told", "%u", (unsigned)length);
    show_yes("address untouched", ((unsigned char *)&from)[0] == 0xa5 && ((unsigned char *)&from)[15] == 0xa5);
    show_received("recvfrom, no address", text, (send(pair[0], "two", 3, 0), wait_for(pair[1], POLLIN),
                                                 recvfrom(pair[1], text, sizeof text, 0, NULL, NULL)));
    struct iovec part = {text, sizeof text};
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part, .msg_iovlen = 1};
    require(send(pair[0], "three", 5, 0) == 5, "send");
    wait_for(pair[1], POLLIN);
    show_received("recvmsg", text, recvmsg(pair[1], &message, 0));
    show("namelen told", "%u", (unsigned)message.msg_namelen);
    show_result("sendto another address", sendto(pair[0], "four", 4, MSG_NOSIGNAL, SA(&there), sizeof(struct sockaddr_in)));
    show_events("the other has not heard", events_within(listening, POLLIN, 0));
    int fresh = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("sendto before connect", sendto(fresh, "x", 1, MSG_NOSIGNAL, SA(&there), sizeof(struct sockaddr_in)));
}

int main(void)
{
    test();
    return 0;
}
