// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Connections wait in the backlog: made, written to and even closed before accept is ever called. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there;
    char text[16];
    int listening = NEEDED(listener(AF_INET, &there)), clients[5];
    for (int i = 0; i < 5; i++) {
        clients[i] = NEEDED(connected(SOCK_STREAM, &there));
        show_result("send before accept", send(clients[i], "hello", 5, 0));
    }
    show_result("one closes", close(clients[1]));
    NEEDED(set_nonblocking(listening));
    for (int i = 0; i < 5; i++) {
        wait_for(listening, POLLIN);
        int fd = show_fd("accept", accept(listening, NULL, NULL));
        wait_for(fd, POLLIN);
        show_received("  recv", text, recv(fd, text, sizeof text, 0));
        if (i == 1) {
            wait_for(fd, POLLIN);
            show_result("  then", recv(fd, text, sizeof text, 0));
        }
        show_result("  close", close(fd));
    }
    show_fd("no more", accept(listening, NULL, NULL));
    show_result("close the listener", close(listening));
    int late = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("connect after that", connect(late, SA(&there), sizeof(struct sockaddr_in)));
}

int main(void)
{
    test();
    return 0;
}
