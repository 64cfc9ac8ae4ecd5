// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* One datagram out of many parts and into many parts; the order of datagrams on loopback is the order of sending. */
#include "observe.h"

static int pair[2];

static void come_as_they_are_sent(void)
{
    char one[4], two[4], three[8];
    struct iovec out[4] = {{"ab", 2}, {"", 0}, {"cde", 3}, {"fghij", 5}}, in[3] = {{one, 4}, {two, 4}, {three, 8}};
    struct msghdr sending = {.msg_iov = out, .msg_iovlen = 4}, receiving = {.msg_iov = in, .msg_iovlen = 3};
    show_result("sendmsg", sendmsg(pair[0], &sending, 0));
    show_result("writev", writev(pair[0], out, 4));
    sending.msg_iovlen = 0;
    int empty = show_result("sendmsg of no parts", sendmsg(pair[0], &sending, 0)) == 0;
    show_result("send", send(pair[0], "last", 4, 0));
    wait_for(pair[1], POLLIN);
    show_result("recvmsg", recvmsg(pair[1], &receiving, 0));
    show("parts", "%.4s %.4s %.2s", one, two, three);
    memset(one, 0, sizeof one);
    NEED(comes(pair[1], POLLIN), "the next");
    show_result("readv", readv(pair[1], in, 3));
    show("parts", "%.4s %.4s %.2s", one, two, three);
    if (empty) {
        NEED(comes(pair[1], POLLIN), "the empty one");
        show_result("the empty one", recvmsg(pair[1], &receiving, 0));
    } else {
        skip("the empty one");
    }
    NEED(comes(pair[1], POLLIN), "the last");
    show_received("the last", three, recv(pair[1], three, sizeof three, 0));
}

static void come_in_order(void)
{
    char text[8];
    for (int i = 0; i < 50; i++) {
        char number = (char)i;
        require(send(pair[0], &number, 1, 0) == 1, "send");
    }
    int right = 0;
    for (int i = 0; i < 50; i++) {
        wait_for(pair[1], POLLIN);
        right += recv(pair[1], text, sizeof text, 0) == 1 && text[0] == i;
    }
    show_int("in order", right);
}

static void test(void)
{
    NEEDED(udp_pair(pair));
    come_as_they_are_sent();
    come_in_order();
}

int main(void)
{
    test();
    return 0;
}
