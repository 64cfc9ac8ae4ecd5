// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* sendmmsg: several datagrams in one call; the count of those that went, and each one's length. */
#include "observe.h"

static void datagrams(void)
{
    struct sockaddr_storage there;
    char text[8];
    int fd = NEEDED(udp_on_loopback(&there)), sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
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
}

static struct iovec parts[2] = {{"one", 3}, {"three", 5}};
static struct mmsghdr two[2] = {{.msg_hdr = {.msg_iov = &parts[0], .msg_iovlen = 1}},
                                {.msg_hdr = {.msg_iov = &parts[1], .msg_iovlen = 1}}};

static void stream(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("on a stream", sendmmsg(pair[0], two, 2, MSG_NOSIGNAL));
}

int main(void)
{
    datagrams();
    show_result("closed", sendmmsg(-1, two, 2, 0));
    stream();
    return 0;
}
