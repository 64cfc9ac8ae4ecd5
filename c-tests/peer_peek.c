// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Looking at what another program has sent without taking it.
 * @peer echo */
#include "observe.h"

static void test(void)
{
    char text[8];
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(connect(fd, SA(&peer), sizeof peer) == 0, "connect");
    show_result("send", send(fd, "hello", 5, 0));
    show_received("peek", text, recv(fd, text, 1, MSG_PEEK));
    show_received("and again", text, recv(fd, text, 1, MSG_PEEK));
    /* The five may come in parts. */
    for (ssize_t seen = 1; seen > 0 && seen < 5; seen = recv(fd, text, 5, MSG_PEEK))
        poll(NULL, 0, 10);
    show_received("peek until all is there", text, recv(fd, text, 5, MSG_PEEK | MSG_WAITALL));
    show_received("recv", text, recv(fd, text, 5, MSG_WAITALL));
}

int main(void)
{
    test();
    return 0;
}
