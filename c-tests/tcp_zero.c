// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Zero bytes on a stream: nothing is sent, nothing is received, and neither is an end of the stream or an error. */
#include "observe.h"

static void test(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("send of nothing", send(pair[0], "", 0, 0));
    show_result("write of nothing", write(pair[0], "", 0));
    struct msghdr empty = {.msg_iov = NULL, .msg_iovlen = 0};
    show_result("sendmsg without parts", sendmsg(pair[0], &empty, 0));
    show_events("nothing came", events_within(pair[1], POLLIN, 50));
    show_result("send", send(pair[0], "data", 4, 0));
    wait_for(pair[1], POLLIN);
    show_result("read of nothing", read(pair[1], text, 0));
    show_result("recv of nothing", recv(pair[1], text, 0, 0));
    show_result("recvmsg without parts", recvmsg(pair[1], &empty, 0));
    show_received("the data is still there", text, recv(pair[1], text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
