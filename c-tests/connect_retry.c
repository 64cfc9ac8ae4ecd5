// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A socket whose attempt to connect has failed may try again: refused twice, then made on the same socket. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there, closed;
    int listening = NEEDED(listener(AF_INET, &there));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    int holder = NEEDED(refusing(&closed));

    show_result("nobody listens", connect(fd, SA(&closed), sizeof(struct sockaddr_in)));
    show_result("still nobody listens", connect(fd, SA(&closed), sizeof(struct sockaddr_in)));
    show_result("same socket, where somebody listens", connect(fd, SA(&there), sizeof(struct sockaddr_in)));
    show_yes("the listener has it", comes(listening, POLLIN) & POLLIN);
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
