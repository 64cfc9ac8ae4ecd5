// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* MSG_PEEK on datagrams: the whole datagram with its sender stays, also after a look into a buffer that is too small. */
#include "observe.h"

static void look(int sender, int fd)
{
    struct sockaddr_storage mine, from;
    socklen_t length = sizeof mine;
    char text[16];
    NEED(getsockname(sender, SA(&mine), &length) == 0, "getsockname");
    length = sizeof from;
    require(send(sender, "first one", 9, 0) == 9 && send(sender, "second", 6, 0) == 6, "send");
    int empty = send(sender, "", 0, 0) == 0;
    wait_for(fd, POLLIN);
    memset(&from, 0, sizeof from);
    show_received("peek", text, recvfrom(fd, text, sizeof text, MSG_PEEK, SA(&from), &length));
    show_yes("from the sender", memcmp(&from, &mine, sizeof(struct sockaddr_in)) == 0);
    show_received("peek 5", text, recv(fd, text, 5, MSG_PEEK));
    show_result("peek its size", recv(fd, text, 1, MSG_PEEK | MSG_TRUNC));
    struct iovec part = {text, 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    show_received("peek by recvmsg", text, recvmsg(fd, &message, MSG_PEEK));
    show_yes("MSG_TRUNC is told", message.msg_flags & MSG_TRUNC);
    show_events("poll", wait_for(fd, POLLIN));
    memset(&from, 0, sizeof from);
    length = sizeof from;
    show_received("recvfrom", text, recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
    show_yes("from the sender", memcmp(&from, &mine, sizeof(struct sockaddr_in)) == 0);
    wait_for(fd, POLLIN);
    show_received("peek the next", text, recv(fd, text, sizeof text, MSG_PEEK));
    show_received("read it", text, read(fd, text, sizeof text));
    if (empty) {
        wait_for(fd, POLLIN);
        show_result("peek the empty one", recv(fd, text, sizeof text, MSG_PEEK));
        show_result("recv it", recv(fd, text, sizeof text, 0));
    } else {
        skip("an empty datagram");
    }
    show_result("nothing more", recv(fd, text, sizeof text, MSG_PEEK | MSG_DONTWAIT));
}

static void from_anyone(void)
{
    struct sockaddr_storage there;
    int fd = NEEDED(udp_on_loopback(&there)), sender = NEEDED(bound_untold(AF_INET, SOCK_DGRAM));
    NEEDED(connect_to(sender, &there));
    look(sender, fd);
}

static void from_a_peer(void)
{
    int pair[2];
    NEEDED(udp_pair(pair));
    show("connected", "follows");
    look(pair[0], pair[1]);
}

int main(void)
{
    from_anyone();
    from_a_peer();
    return 0;
}
