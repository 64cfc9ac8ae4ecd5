// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The address in a message header: where a datagram goes to, where it came from, and no more than there is room for. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there, mine, from;
    unsigned char small[16];
    char text[8];
    int fd = NEEDED(udp_on_loopback(&there)), sender = NEEDED(udp_on_loopback(&mine));
    struct iovec out = {"hello", 5}, in = {text, sizeof text};
    struct msghdr sending = {.msg_name = &there, .msg_namelen = sizeof(struct sockaddr_in), .msg_iov = &out, .msg_iovlen = 1};
    struct msghdr receiving = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &in, .msg_iovlen = 1};

    for (int i = 0; i < 4; i++)
        show_result("sendmsg to an address", sendmsg(sender, &sending, 0));
    wait_for(fd, POLLIN);
    memset(&from, 0, sizeof from);
    show_received("recvmsg", text, recvmsg(fd, &receiving, 0));
    show("namelen", "%u", (unsigned)receiving.msg_namelen);
    show_yes("the sender's address", memcmp(&from, &mine, sizeof(struct sockaddr_in)) == 0);
    memset(small, 0xa5, sizeof small);
    receiving.msg_name = small;
    receiving.msg_namelen = 8;
    wait_for(fd, POLLIN);
    show_received("recvmsg with little room", text, recvmsg(fd, &receiving, 0));
    show("namelen", "%u", (unsigned)receiving.msg_namelen);
    show_yes("what fits is right", memcmp(small, &mine, 8) == 0);
    show_yes("nothing beyond", small[8] == 0xa5 && small[15] == 0xa5);
    receiving.msg_name = NULL;
    wait_for(fd, POLLIN);
    show_received("recvmsg without a name", text, recvmsg(fd, &receiving, 0));
    receiving.msg_name = small;
    receiving.msg_namelen = 0;
    wait_for(fd, POLLIN);
    show_received("recvmsg with no room", text, recvmsg(fd, &receiving, 0));
    show("namelen", "%u", (unsigned)receiving.msg_namelen);

    sending.msg_namelen = 8;
    show_result("sendmsg with a short name", sendmsg(sender, &sending, 0));
    sending.msg_name = NULL;
    sending.msg_namelen = 0;
    show_result("sendmsg without a name", sendmsg(sender, &sending, 0));
    NEED(connect(sender, SA(&there), sizeof(struct sockaddr_in)) == 0, "connect");
    show_result("sendmsg when connected", sendmsg(sender, &sending, 0));
}

int main(void)
{
    test();
    return 0;
}
