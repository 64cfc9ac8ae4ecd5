// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What recvmsg, recvfrom and accept check before anything is taken: a message that is refused leaves the data alone. */
#include "observe.h"

static char text[8];
static struct iovec part = {text, sizeof text};

static void datagrams(void)
{
    struct sockaddr_storage from;
    int pair[2];
    struct msghdr message = {.msg_name = &from, .msg_namelen = (socklen_t)-1, .msg_iov = &part, .msg_iovlen = 1};
    struct mmsghdr many = {.msg_hdr = message};
    NEEDED(udp_pair(pair));
    require(send(pair[0], "first", 5, 0) == 5, "send");
    wait_for(pair[1], POLLIN);
    show_result("msg_namelen -1", recvmsg(pair[1], &message, MSG_DONTWAIT));
    show_result("msg_namelen -1 with a flag", recvmsg(pair[1], &message, MSG_DONTWAIT | MSG_NOSIGNAL));
    show_result("messages, msg_namelen -1", recvmmsg(pair[1], &many, 1, MSG_DONTWAIT, NULL));
    message.msg_iovlen = -1;
    message.msg_namelen = sizeof from;
    show_result("msg_iovlen -1", recvmsg(pair[1], &message, MSG_DONTWAIT));
    message.msg_iovlen = 1025;
    show_result("msg_iovlen 1025", recvmsg(pair[1], &message, MSG_DONTWAIT));
    message.msg_iovlen = 1;
    show_received("the data stay", text, recvmsg(pair[1], &message, MSG_DONTWAIT));
    show("msg_namelen", "%u", (unsigned)message.msg_namelen);

    require(send(pair[0], "second", 6, 0) == 6, "send");
    wait_for(pair[1], POLLIN);
    message.msg_name = NULL;
    message.msg_namelen = (socklen_t)-1;
    show_received("no msg_name, msg_namelen -1", text, recvmsg(pair[1], &message, MSG_DONTWAIT));

}

static void streams(void)
{
    struct sockaddr_storage from;
    int stream[2];
    struct msghdr message = {.msg_name = &from, .msg_namelen = (socklen_t)-1, .msg_iov = &part, .msg_iovlen = 1};
    NEEDED(tcp_pair(stream));
    require(send(stream[0], "third", 5, 0) == 5, "send");
    wait_for(stream[1], POLLIN);
    show_result("a stream, msg_namelen -1", recvmsg(stream[1], &message, MSG_DONTWAIT));
    message.msg_namelen = sizeof from;
    show_received("the data stay", text, recvmsg(stream[1], &message, MSG_DONTWAIT));

}

/* An address wherever the caller has room for one: at an odd place, too. */
static void odd_place(void)
{
    struct sockaddr_in calling;
    int pair[2];
    char odd[1 + sizeof calling];
    socklen_t length = sizeof calling;
    NEEDED(udp_pair(pair));
    require(send(pair[0], "fourth", 6, 0) == 6, "send");
    wait_for(pair[1], POLLIN);
    show_received("an odd place", text, recvfrom(pair[1], text, sizeof text, 0, (void *)(odd + 1), &length));
    memcpy(&calling, odd + 1, sizeof calling);
    show_address("from", &calling);
}

int main(void)
{
    datagrams();
    streams();
    odd_place();
    return 0;
}
