// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* MSG_WAITALL: as much as was asked for, unless the stream ends first or the socket does not block. */
#include "observe.h"

static void test(void)
{
    int pair[2], datagrams[2];
    char text[16], more[8];
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "abc", 3, 0) == 3 && send(pair[0], "def", 3, 0) == 3 && send(pair[0], "ghi", 3, 0) == 3, "send");
    wait_for(pair[1], POLLIN);
    show_received("recv 8", text, recv(pair[1], text, 8, MSG_WAITALL));
    show_received("recv 1", text, recv(pair[1], text, 1, MSG_WAITALL));
    require(send(pair[0], "jklm", 4, 0) == 4, "send");
    struct iovec parts[2] = {{text, 3}, {more, 1}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    show_result("recvmsg 3 and 1", recvmsg(pair[1], &message, MSG_WAITALL));
    show("parts", "%.3s %.1s", text, more);
    require(send(pair[0], "nop", 3, 0) == 3, "send");
    wait_for(pair[1], POLLIN);
    show_received("with MSG_DONTWAIT what there is", text, recv(pair[1], text, 8, MSG_WAITALL | MSG_DONTWAIT));
    show_result("and nothing", recv(pair[1], text, 8, MSG_WAITALL | MSG_DONTWAIT));
    require(send(pair[0], "qr", 2, 0) == 2, "send");
    struct timeval limit = {0, 200000};
    if (possible(setsockopt(pair[1], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0, "SO_RCVTIMEO"))
        show_received("with a limit what there was", text, recv(pair[1], text, 8, MSG_WAITALL));
    else
        require(recv(pair[1], text, 2, MSG_WAITALL) == 2, "recv");
    require(send(pair[0], "stu", 3, 0) == 3, "send");
    close(pair[0]);
    show_received("until the end", text, recv(pair[1], text, 8, MSG_WAITALL));
    show_result("the end", recv(pair[1], text, 8, MSG_WAITALL));

    NEEDED(udp_pair(datagrams));
    require(send(datagrams[0], "one", 3, 0) == 3 && send(datagrams[0], "two", 3, 0) == 3, "send");
    wait_for(datagrams[1], POLLIN);
    show_received("a datagram is all there is", text, recv(datagrams[1], text, 8, MSG_WAITALL));
}

int main(void)
{
    test();
    return 0;
}
