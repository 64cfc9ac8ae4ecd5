// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A blocking connect: refused, made, made again, and what both ends then call each other. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there, closed, name;
    socklen_t length = sizeof name;
    int listening = NEEDED(listener(AF_INET, &there));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), lost = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    int holder = NEEDED(refusing(&closed));

    show_result("nobody listens", connect(lost, SA(&closed), sizeof(struct sockaddr_in)));
    show_result("somebody listens", connect(fd, SA(&there), sizeof(struct sockaddr_in)));
    show_result("again", connect(fd, SA(&there), sizeof(struct sockaddr_in)));
    int server = NEEDED(accepted(listening));

    show_result("getpeername", getpeername(fd, SA(&name), &length));
    show_yes("it is the address connected to", memcmp(&name, &there, sizeof(struct sockaddr_in)) == 0);
    length = sizeof name;
    show_result("getsockname", getsockname(fd, SA(&name), &length));
    show_address("own address", &name);
    char text[16];
    show_result("send", send(fd, "hello", 5, 0));
    wait_for(server, POLLIN);
    show_received("arrived", text, recv(server, text, sizeof text, 0));
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
