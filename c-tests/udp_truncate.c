// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A datagram larger than the buffer: the rest is lost, not delivered by the next call, whichever call receives it. */
#include "observe.h"

static int sender, fd;

static void arrive(const char *text)
{
    require(send(sender, text, strlen(text), 0) > 0, "send");
    wait_for(fd, POLLIN);
}

static void cut(void)
{
    char text[16];
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    NEEDED(set_nonblocking(fd));
    arrive("0123456789");
    show_received("recv of 4", text, recv(fd, text, 4, 0));
    show_result("the rest is gone", recv(fd, text, sizeof text, 0));
    arrive("0123456789");
    show_received("recvfrom of 3", text, recvfrom(fd, text, 3, 0, SA(&from), &length));
    show_address("from", &from);
    arrive("0123456789");
    show_received("read of 2", text, read(fd, text, 2));
    show_result("the rest is gone", read(fd, text, sizeof text));
    arrive("0123456789");
    struct iovec parts[2] = {{text, 2}, {text + 2, 3}};
    show_received("readv of 2 and 3", text, readv(fd, parts, 2));
    arrive("0123456789");
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    show_received("recvmsg of 2 and 3", text, recvmsg(fd, &message, 0));
    show_yes("MSG_TRUNC is told", message.msg_flags & MSG_TRUNC);
    arrive("01234");
    show_received("recvmsg that fits", text, recvmsg(fd, &message, 0));
    show_yes("MSG_TRUNC is told", message.msg_flags & MSG_TRUNC);
    show_result("nothing left", recv(fd, text, sizeof text, 0));
}

static void from_anyone(void)
{
    struct sockaddr_storage there;
    fd = NEEDED(udp_on_loopback(&there));
    sender = NEEDED(connected(SOCK_DGRAM, &there));
    cut();
}

static void from_a_peer(void)
{
    int pair[2];
    NEEDED(udp_pair(pair));
    sender = pair[0];
    fd = pair[1];
    show("connected", "follows");
    cut();
}

int main(void)
{
    from_anyone();
    from_a_peer();
    return 0;
}
