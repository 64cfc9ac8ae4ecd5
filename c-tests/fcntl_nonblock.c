// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* O_NONBLOCK by fcntl, set and cleared: what it changes, for streams and datagrams, and what it leaves alone. */
#include "observe.h"

static void flag(const char *label, int fd) { show_yes(label, fcntl(fd, F_GETFL) & O_NONBLOCK); }

static void never_connected(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    flag("fresh", fd);
    show_result("set", fcntl(fd, F_SETFL, O_NONBLOCK));
    flag("after", fd);
    show_result("clear", fcntl(fd, F_SETFL, 0));
    flag("after", fd);
    show_yes("access mode is read and write", (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
}

static void stream(void)
{
    int pair[2];
    char text[4];
    NEEDED(tcp_pair(pair));
    flag("connected", pair[0]);
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

}

static void datagrams(void)
{
    int pair[2];
    char text[4];
    NEEDED(udp_pair(pair));
    show_result("set on UDP", fcntl(pair[0], F_SETFL, fcntl(pair[0], F_GETFL) | O_NONBLOCK));
    show_result("recv", recv(pair[0], text, 1, 0));
    struct iovec part = {text, 1};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    show_result("recvmsg", recvmsg(pair[0], &message, 0));
    show_result("recvfrom", recvfrom(pair[0], text, 1, 0, NULL, NULL));
}

int main(void)
{
    never_connected();
    stream();
    datagrams();
    return 0;
}
