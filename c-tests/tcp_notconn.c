// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Talking on a stream that was never connected. */
#include "observe.h"

static void fresh(void)
{
    struct sockaddr_storage address;
    char text[4] = "abc";
    struct iovec part = {text, 3};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    socklen_t length = sizeof address;

    show_result("recv", recv(fd, text, 3, 0));
    show_result("read", read(fd, text, 3));
    show_result("recvfrom", recvfrom(fd, text, 3, 0, SA(&address), &length));
    show_result("recvmsg", recvmsg(fd, &message, 0));
    show_result("send", send(fd, text, 3, MSG_NOSIGNAL));
    show_result("sendmsg", sendmsg(fd, &message, MSG_NOSIGNAL));
    show_result("shutdown", shutdown(fd, SHUT_RDWR));
    show_result("getpeername", getpeername(fd, SA(&address), &length));
}

static void listening(void)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    char text[4] = "abc";
    int listening = NEEDED(listener(AF_INET, &address));
    show_result("recv on a listener", recv(listening, text, 3, 0));
    show_result("send on a listener", send(listening, text, 3, MSG_NOSIGNAL));
    show_result("getpeername of a listener", getpeername(listening, SA(&address), &length));
}

int main(void)
{
    fresh();
    listening();
    return 0;
}
