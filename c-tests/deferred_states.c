// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A socket that is neither bound nor connected yet: what it answers to every call. Some hosts make none before they
 * know its address, so the library keeps it meanwhile. */
#include "observe.h"

static int value_of(int fd, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    show_result("getsockopt", getsockopt(fd, SOL_SOCKET, name, &value, &length));
    return value;
}

static void test(void)
{
    char byte = 'x';
    struct sockaddr_storage address;
    struct sockaddr_in6 other = loopback6();
    socklen_t length = sizeof address;
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));

    show_yes("SO_TYPE", value_of(fd, SO_TYPE) == SOCK_STREAM);
    show_yes("SO_DOMAIN", value_of(fd, SO_DOMAIN) == AF_INET);
    show_yes("SO_PROTOCOL", value_of(fd, SO_PROTOCOL) == IPPROTO_TCP);
    show_int("SO_ERROR", value_of(fd, SO_ERROR));
    show_result("recv", recv(fd, &byte, 1, 0));
    show_result("read", read(fd, &byte, 1));
    show_result("send", send(fd, &byte, 1, MSG_NOSIGNAL));
    show_result("shutdown", shutdown(fd, SHUT_RDWR));
    show_result("accept", accept(fd, NULL, NULL));
    show_result("getpeername", getpeername(fd, SA(&address), &length));
    length = sizeof address;
    show_result("getsockname", getsockname(fd, SA(&address), &length));
    show_address("  it is", &address);
    show_result("connect to another family", connect(fd, SA(&other), sizeof other));

    show_yes("blocks", !(fcntl(fd, F_GETFL) & O_NONBLOCK));
    show_yes("both ways", (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
    show_events("events", events_within(fd, POLLOUT, 0));
    show_result("unknown command", fcntl(fd, 12345));

    int second = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_yes("another number", second != fd);
    show_result("close", close(fd));
    show_result("again", close(fd));
    show_result("recv", recv(fd, &byte, 1, 0));
    show_result("fcntl", fcntl(fd, F_GETFL));
    show_events("events", events_within(fd, POLLIN, 0));
    int third = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_yes("the number is free", third == fd || third != second);
    show_result("close", close(second) + close(third));
}

int main(void)
{
    test();
    return 0;
}
