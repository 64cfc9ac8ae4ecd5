/* A receive limit that passes ends every blocking call with EAGAIN; accept keeps to it as well, and so does send. */
#include "observe.h"

static long begin;

static void passed(const char *label, ssize_t result)
{
    show_result(label, result);
    long took = now_ms() - begin;
    show_yes("  in about 150 ms", took >= 120 && took < 5000);
    begin = now_ms();
}

int main(void)
{
    static char block[1 << 20];
    struct sockaddr_storage address;
    struct timeval limit = {0, 150000};
    struct iovec part = {block, 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    int pair[2], udp = udp_on_loopback(&address), listening = listener(AF_INET, &address);
    tcp_pair(pair);
    int all[] = {pair[0], udp, listening};
    for (int i = 0; i < 3; i++)
        require(setsockopt(all[i], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0, "SO_RCVTIMEO");
    begin = now_ms();
    passed("recv", recv(pair[0], block, 4, 0));
    passed("read", read(pair[0], block, 4));
    passed("recvmsg", recvmsg(pair[0], &message, 0));
    passed("UDP recv", recv(udp, block, 4, 0));
    passed("UDP recvfrom", recvfrom(udp, block, 4, 0, NULL, NULL));
    passed("accept", accept(listening, NULL, NULL));

    require(setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0, "SO_SNDTIMEO");
    ssize_t sent;
    do {
        begin = now_ms();
        sent = send(pair[0], block, sizeof block, MSG_NOSIGNAL);
    } while (sent > 0);
    passed("send into a full buffer", sent);
    show_result("data ends the wait", send(pair[1], "data", 4, 0));
    show_received("recv", block, recv(pair[0], block, 4, 0));

    limit.tv_sec = -1;
    begin = now_ms();
    show_result("negative limit", setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
    show_result("recv", recv(udp, block, 4, 0));
    show_yes("at once", now_ms() - begin < 120);
    return 0;
}
