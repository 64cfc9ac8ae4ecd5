// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Pointers that point nowhere: EFAULT, as Linux says, and not a read from or a write to address 0. */
#include "observe.h"

static void *volatile nowhere;

static void datagrams(void)
{
    struct sockaddr_storage there;
    NEEDED(udp_on_loopback(&there));
    int sender = NEEDED(connected(SOCK_DGRAM, &there));
    show_result("sendto", sendto(sender, nowhere, 4, 0, SA(&there), sizeof(struct sockaddr_in)));
}

static void stream(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("send", send(pair[0], nowhere, 4, MSG_NOSIGNAL));
    show_result("sendmsg", sendmsg(pair[0], nowhere, 0));
    show_result("recvmsg", recvmsg(pair[0], nowhere, 0));
    struct msghdr message = {.msg_iov = nowhere, .msg_iovlen = 1};
    show_result("sendmsg of parts nowhere", sendmsg(pair[0], &message, 0));
    show_result("recvmsg of parts nowhere", recvmsg(pair[0], &message, 0));
    struct iovec part = {nowhere, 4};
    message.msg_iov = &part;
    show_result("sendmsg of a part nowhere", sendmsg(pair[0], &message, MSG_NOSIGNAL));
    show_result("nothing was sent", events_within(pair[1], POLLIN, 0));

    require(send(pair[0], "data", 4, 0) == 4, "send");
    wait_for(pair[1], POLLIN);
    char text[8];
    show_result("recv", recv(pair[1], nowhere, 4, 0));
    show_result("recvmsg into a part nowhere", recvmsg(pair[1], &message, 0));
    show_received("the stream's data is still there", text, recv(pair[1], text, sizeof text, 0));
}

static void addresses(void)
{
    struct sockaddr_in here = loopback4();
    show_result("bind", bind(NEEDED(new_socket(AF_INET, SOCK_STREAM)), nowhere, sizeof here));
    show_result("bind, length 0", bind(NEEDED(new_socket(AF_INET, SOCK_STREAM)), nowhere, 0));
    show_result("connect", connect(NEEDED(new_socket(AF_INET, SOCK_STREAM)), nowhere, sizeof here));
}

static void entries(void)
{
    show_result("poll", poll(nowhere, 1, 0));
    show_result("poll of none", poll(nowhere, 0, 0));
}

int main(void)
{
    datagrams();
    stream();
    addresses();
    entries();
    return 0;
}
