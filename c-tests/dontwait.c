// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* MSG_DONTWAIT makes one call non-blocking and leaves the socket blocking. */
#include "observe.h"

static char block[1 << 20];

static void test(void)
{
    int pair[2], datagrams[2];
    char text[8];
    struct iovec part = {text, sizeof text};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    NEEDED(tcp_pair(pair));
    NEEDED(udp_pair(datagrams));
    show_result("recv", recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    show_result("recvfrom", recvfrom(pair[1], text, sizeof text, MSG_DONTWAIT, NULL, NULL));
    show_result("recvmsg", recvmsg(pair[1], &message, MSG_DONTWAIT));
    show_result("UDP recv", recv(datagrams[1], text, sizeof text, MSG_DONTWAIT));
    show_result("UDP recvmsg", recvmsg(datagrams[1], &message, MSG_DONTWAIT));
    show_yes("still blocking", !(fcntl(pair[1], F_GETFL) & O_NONBLOCK));
    require(send(pair[0], "data", 4, MSG_DONTWAIT) == 4, "send");
    wait_for(pair[1], POLLIN);
    show_received("recv with data there", text, recv(pair[1], text, sizeof text, MSG_DONTWAIT));
    ssize_t sent;
    size_t whole = 0;
    do {
        while ((sent = send(pair[0], block, sizeof block, MSG_DONTWAIT | MSG_NOSIGNAL)) > 0)
            whole += (size_t)sent;
    } while (events_within(pair[0], POLLOUT, 100));
    show_result("send into a full buffer", sent);
    part = (struct iovec){block, sizeof block};
    while ((sent = sendmsg(pair[0], &message, MSG_DONTWAIT | MSG_NOSIGNAL)) > 0)
        whole += (size_t)sent;
    show_result("sendmsg into a full buffer", sent);
    while (whole > 0) {
        wait_for(pair[1], POLLIN);
        sent = recv(pair[1], block, sizeof block, MSG_DONTWAIT);
        require(sent > 0, "recv");
        whole -= (size_t)sent;
    }
    show_result("everything came, then", recv(pair[1], block, sizeof block, MSG_DONTWAIT));
}

int main(void)
{
    test();
    return 0;
}
