/* One datagram out of many parts and into many parts; the order of datagrams on loopback is the order of sending. */
#include "observe.h"

int main(void)
{
    int pair[2];
    char one[4], two[4], three[8];
    struct iovec out[4] = {{"ab", 2}, {"", 0}, {"cde", 3}, {"fghij", 5}}, in[3] = {{one, 4}, {two, 4}, {three, 8}};
    struct msghdr sending = {.msg_iov = out, .msg_iovlen = 4}, receiving = {.msg_iov = in, .msg_iovlen = 3};
    udp_pair(pair);
    show_result("sendmsg", sendmsg(pair[0], &sending, 0));
    show_result("writev", writev(pair[0], out, 4));
    sending.msg_iovlen = 0;
    show_result("sendmsg of no parts", sendmsg(pair[0], &sending, 0));
    show_result("send", send(pair[0], "last", 4, 0));
    wait_for(pair[1], POLLIN);
    show_result("recvmsg", recvmsg(pair[1], &receiving, 0));
    show("parts", "%.4s %.4s %.2s", one, two, three);
    memset(one, 0, sizeof one);
    wait_for(pair[1], POLLIN);
    show_result("readv", readv(pair[1], in, 3));
    show("parts", "%.4s %.4s %.2s", one, two, three);
    wait_for(pair[1], POLLIN);
    show_result("the empty one", recvmsg(pair[1], &receiving, 0));
    wait_for(pair[1], POLLIN);
    show_received("the last", three, recv(pair[1], three, sizeof three, 0));
    for (int i = 0; i < 50; i++) {
        char number = (char)i;
        require(send(pair[0], &number, 1, 0) == 1, "send");
    }
    int right = 0;
    for (int i = 0; i < 50; i++) {
        wait_for(pair[1], POLLIN);
        right += recv(pair[1], three, sizeof three, 0) == 1 && three[0] == i;
    }
    show_int("in order", right);
    return 0;
}
