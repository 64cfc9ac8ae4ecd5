// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Half a close: the other program sees the end and ends, too.
 * @peer echo */
#include "observe.h"

static void test(void)
{
    char text[8];
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(connect(fd, SA(&peer), sizeof peer) == 0, "connect");
    show_result("send", send(fd, "last", 4, 0));
    int ended = show_result("shutdown", shutdown(fd, SHUT_WR)) == 0;
    if (ended)
        show_result("send", send(fd, "x", 1, MSG_NOSIGNAL));
    show_received("recv", text, recv(fd, text, 4, MSG_WAITALL));
    if (ended)
        show_result("end", recv(fd, text, sizeof text, 0));
    else
        skip("what ends with half a connection");
    show_result("close", close(fd));
}

int main(void)
{
    test();
    return 0;
}
