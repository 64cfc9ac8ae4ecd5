// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A UDP socket gets a port when it first sends; bound to the wildcard it hears every address of the machine. */
#include "observe.h"

static void heard(int fd, int client, uint16_t port)
{
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    char text[8];
    for (uint32_t i = 1; i <= 3; i++) {
        struct sockaddr_in to = address4(0x7f000000 + i, port);
        NEED(show_result("sendto", sendto(client, "hello", 5, 0, SA(&to), sizeof to)) == 5, "it is heard");
        wait_for(fd, POLLIN);
        length = sizeof from;
        show_received("heard", text, recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
        show_address("from", &from);
        show_result("answer", sendto(fd, "well", 4, 0, SA(&from), length));
        wait_for(client, POLLIN);
        length = sizeof from;
        recvfrom(client, text, sizeof text, 0, SA(&from), &length);
        show_address("answer from", &from);
    }
}

static void test(void)
{
    struct sockaddr_storage name, from;
    struct sockaddr_in any = address4(INADDR_ANY, 0);
    socklen_t length = sizeof name;
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), client = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    NEED(bind(fd, SA(&any), sizeof any) == 0, "bind");
    getsockname(fd, SA(&name), &length);
    show_address("server", &name);
    length = sizeof from;
    getsockname(client, SA(&from), &length);
    show_address("client at first", &from);
    heard(fd, client, ntohs(((struct sockaddr_in *)&name)->sin_port));
    length = sizeof from;
    getsockname(client, SA(&from), &length);
    show_address("client now", &from);
    show_result("bind after that", bind(client, SA(&any), sizeof any));
}

int main(void)
{
    test();
    return 0;
}
