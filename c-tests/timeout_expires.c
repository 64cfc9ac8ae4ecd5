// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A receive limit that passes ends every blocking call with EAGAIN; accept keeps to it as well, and so does send. */
#include "observe.h"

static long begin;

static void passed(const char *label, ssize_t result) { show_limited(label, result, &begin); }

static char block[1 << 20];

static int limited(int fd, int option)
{
    struct timeval limit = {0, 150000};
    int done = setsockopt(fd, SOL_SOCKET, option, &limit, sizeof limit) == 0;
    begin = now_ms();
    return done;
}

static void stream(void)
{
    int pair[2];
    struct iovec part = {block, 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    NEEDED(tcp_pair(pair));
    NEED(limited(pair[0], SO_RCVTIMEO), "SO_RCVTIMEO");
    passed("recv", recv(pair[0], block, 4, 0));
    passed("read", read(pair[0], block, 4));
    passed("recvmsg", recvmsg(pair[0], &message, 0));
}

static void datagrams(void)
{
    int udp = NEEDED(bound_untold(AF_INET, SOCK_DGRAM));
    NEED(limited(udp, SO_RCVTIMEO), "SO_RCVTIMEO");
    passed("UDP recv", recv(udp, block, 4, 0));
    passed("UDP recvfrom", recvfrom(udp, block, 4, 0, NULL, NULL));
}

static void listening(void)
{
    struct sockaddr_storage address;
    int fd = NEEDED(listener(AF_INET, &address));
    NEED(limited(fd, SO_RCVTIMEO), "SO_RCVTIMEO");
    passed("accept", accept(fd, NULL, NULL));
}

static void sending(void)
{
    int pair[2];
    ssize_t sent;
    NEEDED(tcp_pair(pair));
    NEED(limited(pair[0], SO_SNDTIMEO), "SO_SNDTIMEO");
    do {
        begin = now_ms();
        sent = send(pair[0], block, sizeof block, MSG_NOSIGNAL);
    } while (sent > 0);
    passed("send into a full buffer", sent);
    show_result("data ends the wait", send(pair[1], "data", 4, 0));
    show_received("recv", block, recv(pair[0], block, 4, 0));
}

static void negative(void)
{
    struct timeval limit = {-1, 150000};
    int udp = NEEDED(bound_untold(AF_INET, SOCK_DGRAM));
    NEED(limited(udp, SO_RCVTIMEO), "SO_RCVTIMEO");
    begin = now_ms();
    NEED(show_result("negative limit", setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit)) == 0, "what it does");
    show_result("recv", recv(udp, block, 4, 0));
    show_yes("at once", now_ms() - begin < 120);
}

int main(void)
{
    stream();
    datagrams();
    listening();
    sending();
    negative();
    return 0;
}
