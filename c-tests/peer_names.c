// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The addresses of a connection to another program.
 * @peer echo */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int value = -1;
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(connect(fd, SA(&peer), sizeof peer) == 0, "connect");
    show_result("getpeername", getpeername(fd, SA(&address), &length));
    show_yes("  it is the one", length == sizeof peer && !memcmp(&address, &peer, 8));
    length = sizeof address;
    show_result("getsockname", getsockname(fd, SA(&address), &length));
    length = sizeof value;
    show_result("SO_DOMAIN", getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &length));
    show_yes("  it is IPv4", value == AF_INET);
    show_result("SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &length));
    show_result("TCP_NODELAY", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)));
}

int main(void)
{
    test();
    return 0;
}
