// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* MSG_TRUNC as a question: the real size of the datagram though the buffer is smaller; on a stream it discards. */
#include "observe.h"

static void test(void)
{
    int pair[2], stream[2];
    char text[16];
    struct iovec part = {text, 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    NEEDED(udp_pair(pair));
    for (int i = 0; i < 5; i++)
        require(send(pair[0], "ten bytes!", 10, 0) == 10, "send");
    wait_for(pair[1], POLLIN);
    show_result("recv of 4", recv(pair[1], text, 4, MSG_TRUNC));
    show("got", "%.4s", text);
    show_result("recv of 0", recv(pair[1], text, 0, MSG_TRUNC));
    show_result("recv with room", recv(pair[1], text, sizeof text, MSG_TRUNC));
    show_result("recvmsg", recvmsg(pair[1], &message, MSG_TRUNC));
    show_yes("MSG_TRUNC is told", message.msg_flags & MSG_TRUNC);
    show_result("peek", recv(pair[1], text, 2, MSG_TRUNC | MSG_PEEK));
    show_result("recvmsg", recvmsg(pair[1], &message, 0));
    show_yes("MSG_TRUNC is told", message.msg_flags & MSG_TRUNC);
    show_result("nothing more", recv(pair[1], text, 4, MSG_DONTWAIT | MSG_TRUNC));

    NEEDED(tcp_pair(stream));
    require(send(stream[0], "abcdefgh", 8, 0) == 8, "send");
    wait_for(stream[1], POLLIN);
    memset(text, '.', sizeof text);
    show_result("stream, 3 discarded", recv(stream[1], text, 3, MSG_TRUNC));
    show("buffer", "%.3s", text);
    show_received("the rest", text, recv(stream[1], text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
