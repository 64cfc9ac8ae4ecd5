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

static void stream(int pair[2])
{
    struct iovec part = {block, 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    NEED(limited(pair[0], SO_RCVTIMEO), "SO_RCVTIMEO of a stream");
    passed("recv", recv(pair[0], block, 4, 0));
    passed("read", read(pair[0], block, 4));
    passed("recvmsg", recvmsg(pair[0], &message, 0));
}

static void datagrams(int udp)
{
    NEED(limited(udp, SO_RCVTIMEO), "SO_RCVTIMEO of a datagram socket");
    passed("UDP recv", recv(udp, block, 4, 0));
    passed("UDP recvfrom", recvfrom(udp, block, 4, 0, NULL, NULL));
}

static void listening(int fd)
{
    NEED(limited(fd, SO_RCVTIMEO), "SO_RCVTIMEO of a listener");
    passed("accept", accept(fd, NULL, NULL));
}

static void sending(int pair[2])
{
    ssize_t sent;
    NEED(limited(pair[0], SO_SNDTIMEO), "SO_SNDTIMEO");
    do {
        begin = now_ms();
        sent = send(pair[0], block, sizeof block, MSG_NOSIGNAL);
    } while (sent > 0);
    passed("send into a full buffer", sent);
    show_result("data ends the wait", send(pair[1], "data", 4, 0));
    show_received("recv", block, recv(pair[0], block, 4, 0));
}

static void negative(int udp)
{
    struct timeval limit = {-1, 150000};
    begin = now_ms();
    NEED(show_result("negative limit", setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit)) == 0, "what it does");
    show_result("recv", recv(udp, block, 4, 0));
    show_yes("at once", now_ms() - begin < 120);
}

static void test(void)
{
    struct sockaddr_storage address;
    int pair[2], udp = NEEDED(udp_on_loopback(&address)), server = NEEDED(listener(AF_INET, &address));
    NEEDED(tcp_pair(pair));
    stream(pair);
    datagrams(udp);
    listening(server);
    sending(pair);
    negative(udp);
}

int main(void)
{
    test();
    return 0;
}
