// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* msg_flags is an answer, not a question: cleared by recvmsg, set when a datagram was cut; without ancillary data
 * msg_controllen becomes 0. */
#include "observe.h"

static char text[8], control[64];
static struct iovec in = {text, sizeof text};

static void datagrams(void)
{
    int pair[2];
    struct msghdr message = {.msg_iov = &in, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};

    NEEDED(udp_pair(pair));
    int sender = pair[0], fd = pair[1];
    memset(control, 0xa5, sizeof control);
    require(send(sender, "short", 5, 0) == 5 && send(sender, "exactly8", 8, 0) == 8 && send(sender, "too long!", 9, 0) == 9, "send");
    message.msg_flags = -1;
    wait_for(fd, POLLIN);
    show_received("short", text, recvmsg(fd, &message, 0));
    show("msg_flags", "%d", message.msg_flags);
    show("msg_controllen", "%u", (unsigned)message.msg_controllen);
    show_yes("control untouched", control[0] == control[63] && control[0] == (char)0xa5);
    message.msg_flags = MSG_TRUNC;
    wait_for(fd, POLLIN);
    show_received("exact", text, recvmsg(fd, &message, 0));
    show("msg_flags", "%d", message.msg_flags);
    wait_for(fd, POLLIN);
    show_received("long", text, recvmsg(fd, &message, 0));
    show_yes("msg_flags is MSG_TRUNC", message.msg_flags == MSG_TRUNC);

}

static void stream(void)
{
    int pair[2];
    struct msghdr message = {.msg_iov = &in, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "a stream is never cut", 21, 0) == 21, "send");
    wait_for(pair[1], POLLIN);
    message.msg_flags = -1;
    show_received("stream", text, recvmsg(pair[1], &message, 0));
    show("msg_flags", "%d", message.msg_flags);
    show("msg_controllen", "%u", (unsigned)message.msg_controllen);
    message.msg_flags = -1;
    show_result("sendmsg ignores msg_flags", sendmsg(pair[1], &(struct msghdr){.msg_iov = &in, .msg_iovlen = 1, .msg_flags = -1}, 0));
}

int main(void)
{
    datagrams();
    stream();
    return 0;
}
