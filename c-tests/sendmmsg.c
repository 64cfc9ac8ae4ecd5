// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* sendmmsg: several datagrams in one call; the count of those that went, and each one's length. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there;
    char text[8];
    int fd = NEEDED(udp_on_loopback(&there)), sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), pair[2];
    struct iovec parts[4] = {{"one", 3}, {"three", 5}, {"", 0}, {"x", 1}};
    struct mmsghdr messages[4];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < 4; i++) {
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
        messages[i].msg_hdr.msg_name = &there;
        messages[i].msg_hdr.msg_namelen = sizeof(struct sockaddr_in);
        messages[i].msg_len = 77;
    }
    ssize_t went = show_result("three", sendmmsg(sender, messages, 3, 0));
    for (int i = 0; i < 4; i++)
        show_int("msg_len", (long)messages[i].msg_len);
    for (int i = 0; i < went; i++) {
        wait_for(fd, POLLIN);
        show_received("recv", text, recv(fd, text, sizeof text, 0));
    }
    show_result("none", sendmmsg(sender, messages, 0, 0));
    messages[2].msg_hdr.msg_namelen = 3;
    show_result("the third is wrong", sendmmsg(sender, messages, 4, 0));
    messages[0].msg_hdr.msg_namelen = 3;
    show_result("the first is wrong", sendmmsg(sender, messages, 4, 0));
    show_result("closed", sendmmsg(-1, messages, 1, 0));
    NEEDED(tcp_pair(pair));
    messages[0].msg_hdr.msg_name = messages[1].msg_hdr.msg_name = NULL;
    messages[0].msg_hdr.msg_namelen = messages[1].msg_hdr.msg_namelen = 0;
    show_result("on a stream", sendmmsg(pair[0], messages, 2, MSG_NOSIGNAL));
}

int main(void)
{
    test();
    return 0;
}
