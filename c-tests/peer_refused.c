// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Nobody listens: connect says so, and the same socket can try elsewhere.
 * @peer echo */
#include "observe.h"

static void test(void)
{
    char text[8];
    struct sockaddr_in nobody = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("REFUSED_PORT")));
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("connect where nobody listens", connect(fd, SA(&nobody), sizeof nobody));
    show_result("send", send(fd, "x", 1, MSG_NOSIGNAL));
    show_result("connect to the peer", connect(fd, SA(&peer), sizeof peer));
    show_result("send", send(fd, "x", 1, MSG_NOSIGNAL));
    show_received("recv", text, recv(fd, text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
