// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* O_NONBLOCK by fcntl, set and cleared: what it changes, for streams and datagrams, and what it leaves alone. */
#include "observe.h"

static void flag(const char *label, int fd) { show_yes(label, fcntl(fd, F_GETFL) & O_NONBLOCK); }

static void test(void)
{
    int pair[2], datagrams[2];
    char text[4];
    NEEDED(tcp_pair(pair));
    NEEDED(udp_pair(datagrams));
    flag("fresh", pair[0]);
    show_result("set", fcntl(pair[0], F_SETFL, O_NONBLOCK));
    flag("after", pair[0]);
    flag("the other end", pair[1]);
    show_result("recv", recv(pair[0], text, 1, 0));
    show_result("read", read(pair[0], text, 1));
    require(send(pair[1], "a", 1, 0) == 1, "send");
    wait_for(pair[0], POLLIN);
    show_received("recv when there is something", text, recv(pair[0], text, 1, 0));
    show_result("clear", fcntl(pair[0], F_SETFL, 0));
    flag("after", pair[0]);
    require(send(pair[1], "b", 1, 0) == 1, "send");
    wait_for(pair[0], POLLIN);
    show_received("recv", text, recv(pair[0], text, 1, 0));
    show_yes("access mode is read and write", (fcntl(pair[0], F_GETFL) & O_ACCMODE) == O_RDWR);

    show_result("set on UDP", fcntl(datagrams[0], F_SETFL, fcntl(datagrams[0], F_GETFL) | O_NONBLOCK));
    show_result("recv", recv(datagrams[0], text, 1, 0));
    struct iovec part = {text, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    show_result("recvmsg", recvmsg(datagrams[0], &message, 0));
    show_result("recvfrom", recvfrom(datagrams[0], text, 1, 0, NULL, NULL));
}

int main(void)
{
    test();
    return 0;
}
