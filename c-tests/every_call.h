/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Makes each call that takes a socket on a descriptor that is not one. */
#ifndef EVERY_CALL_H
#define EVERY_CALL_H

#include "observe.h"

static inline void every_call(const char *label, int fd)
{
    struct sockaddr_in here = loopback4();
    char text[4] = "abc";
    int one = 1;
    socklen_t length = sizeof here, size = sizeof one;
    struct iovec part = {text, 3};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

    show(label, "follows");
    show_result("  bind", bind(fd, SA(&here), sizeof here));
    show_result("  listen", listen(fd, 1));
    show_result("  accept", accept(fd, NULL, NULL));
    show_result("  accept4", accept4(fd, NULL, NULL, SOCK_NONBLOCK));
    show_result("  connect", connect(fd, SA(&here), sizeof here));
    show_result("  send", send(fd, text, 3, 0));
    show_result("  recv", recv(fd, text, 3, 0));
    show_result("  sendto", sendto(fd, text, 3, 0, SA(&here), sizeof here));
    show_result("  recvfrom", recvfrom(fd, text, 3, 0, SA(&here), &length));
    show_result("  sendmsg", sendmsg(fd, &message, 0));
    show_result("  recvmsg", recvmsg(fd, &message, 0));
    show_result("  shutdown", shutdown(fd, SHUT_RDWR));
    show_result("  getsockname", getsockname(fd, SA(&here), &length));
    show_result("  getpeername", getpeername(fd, SA(&here), &length));
    show_result("  getsockopt", getsockopt(fd, SOL_SOCKET, SO_TYPE, &one, &size));
    show_result("  setsockopt", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one));
}

#endif
