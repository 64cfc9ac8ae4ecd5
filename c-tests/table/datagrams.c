// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What is called for datagrams. */
#include "row.h"

/* A host may need a moment until a datagram that was sent can be received. Whether it can, the next call says. */
static int moment(int fd)
{
    struct pollfd wish = {fd, POLLIN, 0};
    poll(&wish, 1, 500);
    errno = 0;
    return 1;
}

int main(void)
{
    struct sockaddr_in name = loopback4(), from = {0};
    socklen_t length = sizeof name;
    char text[8];
    struct iovec data = {"hello", 5}, room = {text, sizeof text}, little = {text, 2};
    struct mmsghdr out = {.msg_hdr = {.msg_name = &name, .msg_namelen = sizeof name, .msg_iov = &data, .msg_iovlen = 1}};
    struct mmsghdr in = {.msg_hdr = {.msg_iov = &room, .msg_iovlen = 1}};
    struct msghdr cut = {.msg_iov = &little, .msg_iovlen = 1};
    int fd = or_error(socket(AF_INET, SOCK_DGRAM, 0));
    row("socket UDP", fd >= 0);
    if (fd >= 0)
        fcntl(fd, F_SETFL, O_NONBLOCK);
    TRY(fd, "bind of UDP", bind(fd, SA(&name), sizeof name) == 0);
    if (fd >= 0 && getsockname(fd, SA(&name), &length) != 0)
        name.sin_port = htons(9);
    TRY(fd, "sendto", sendto(fd, "hello", 5, 0, SA(&name), sizeof name) == 5);
    length = sizeof from;
    TRY(fd, "recvfrom",
        moment(fd) && recvfrom(fd, text, sizeof text, 0, SA(&from), &length) == 5 && from.sin_port == name.sin_port);
    TRY(fd, "sendmmsg", sendmmsg(fd, &out, 1, 0) == 1 && out.msg_len == 5);
    TRY(fd, "recvmmsg", moment(fd) && recvmmsg(fd, &in, 1, 0, NULL) == 1 && in.msg_len == 5);
    TRY(fd, "recv MSG_TRUNC",
        sendto(fd, "hello", 5, 0, SA(&name), sizeof name) == 5 && moment(fd) && recv(fd, text, 2, MSG_TRUNC) == 5);
    while (fd >= 0 && recv(fd, text, sizeof text, 0) > 0)
        ;
    TRY(fd, "recvmsg telling MSG_TRUNC", sendto(fd, "hello", 5, 0, SA(&name), sizeof name) == 5 &&
                                             moment(fd) && recvmsg(fd, &cut, 0) == 2 && cut.msg_flags == MSG_TRUNC);
    TRY(fd, "sendto of nothing",
        sendto(fd, "", 0, 0, SA(&name), sizeof name) == 0 && moment(fd) && recv(fd, text, sizeof text, 0) == 0);
    TRY(fd, "sendto MSG_CONFIRM", sendto(fd, "hello", 5, MSG_CONFIRM, SA(&name), sizeof name) == 5 && moment(fd) &&
                                      recv(fd, text, sizeof text, 0) == 5);
    TRY(fd, "sendto MSG_MORE", sendto(fd, "he", 2, MSG_MORE, SA(&name), sizeof name) == 2 &&
                                   sendto(fd, "llo", 3, 0, SA(&name), sizeof name) == 3 && moment(fd) &&
                                   recv(fd, text, sizeof text, 0) == 5);
    TRY(fd, "connect of UDP", connect(fd, SA(&name), sizeof name) == 0 && send(fd, "hello", 5, 0) == 5);
    name.sin_family = AF_UNSPEC;
    TRY(fd, "connect AF_UNSPEC", connect(fd, SA(&name), sizeof name) == 0);
    return 0;
}
