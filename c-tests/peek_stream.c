// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* MSG_PEEK on a stream: the same bytes again, by every receiving call, until one takes them; a read takes them too. */
#include "observe.h"

static void test(void)
{
    int pair[2];
    char text[16];
    struct iovec parts[2] = {{text, 3}, {text + 3, 13}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "abcdefgh", 8, 0) == 8, "send");
    wait_for(pair[1], POLLIN);
    show_received("peek", text, recv(pair[1], text, sizeof text, MSG_PEEK));
    show_received("peek 3", text, recv(pair[1], text, 3, MSG_PEEK));
    show_received("peek by recvfrom", text, recvfrom(pair[1], text, 5, MSG_PEEK, NULL, NULL));
    show_received("peek by recvmsg", text, recvmsg(pair[1], &message, MSG_PEEK));
    show_received("recv 2", text, recv(pair[1], text, 2, 0));
    show_received("peek", text, recv(pair[1], text, sizeof text, MSG_PEEK));
    show_received("read 2", text, read(pair[1], text, 2));
    show_received("peek 1", text, recv(pair[1], text, 1, MSG_PEEK));
    require(send(pair[0], "ij", 2, 0) == 2, "send");
    for (int i = 0; i < 100 && recv(pair[1], text, sizeof text, MSG_PEEK) < 6; i++)
        poll(NULL, 0, 20);
    show_received("peek sees what came since", text, recv(pair[1], text, sizeof text, MSG_PEEK));
    show_received("readv", text, readv(pair[1], parts, 2));
    NEEDED(set_nonblocking(pair[1]));
    show_result("peek at nothing", recv(pair[1], text, sizeof text, MSG_PEEK));
    require(send(pair[0], "end", 3, 0) == 3, "send");
    close(pair[0]);
    wait_for(pair[1], POLLIN);
    show_received("peek before the end", text, recv(pair[1], text, sizeof text, MSG_PEEK));
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
    wait_for(pair[1], POLLIN);
    show_result("peek at the end", recv(pair[1], text, sizeof text, MSG_PEEK));
    show_result("recv at the end", recv(pair[1], text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
