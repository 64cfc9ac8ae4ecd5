// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A connected datagram socket that sends to another than its peer: it keeps its port and its peer, and hears nobody else
 * for that. */
#include "observe.h"

static struct sockaddr_storage here, there, other;

static void sends(const char *label, int fd, const struct sockaddr_storage *to)
{
    show_result(label, sendto(fd, label, strlen(label), 0, SA(to), sizeof(struct sockaddr_in)));
}

static void hears(const char *label, int fd)
{
    struct sockaddr_storage from = {0};
    socklen_t length = sizeof from;
    char text[32];
    ssize_t got = -1;
    errno = EAGAIN;
    if (events_within(fd, POLLIN, 200) & POLLIN)
        got = recvfrom(fd, text, sizeof text, MSG_DONTWAIT, SA(&from), &length);
    show_received(label, text, got);
    if (got > 0)
        show_yes("  from the same port as before",
                 ((struct sockaddr_in *)(void *)&from)->sin_port == ((struct sockaddr_in *)(void *)&here)->sin_port);
}

static void test(void)
{
    int fd = NEEDED(udp_on_loopback(&here)), peer = NEEDED(udp_on_loopback(&there)), third = NEEDED(udp_on_loopback(&other));
    struct sockaddr_storage again;
    socklen_t length = sizeof again;
    NEED(connect(fd, SA(&there), sizeof(struct sockaddr_in)) == 0, "connect");
    sends("to the peer", fd, &there);
    hears("the peer hears", peer);
    sends("to another", fd, &other);
    hears("the other hears", third);
    sends("to itself", fd, &here);
    hears("it hears", fd);
    require(send(fd, "to the peer again", 17, 0) == 17, "send");
    hears("the peer hears", peer);
    require(sendto(third, "from a stranger", 15, 0, SA(&here), sizeof(struct sockaddr_in)) == 15, "sendto");
    sends("to another", fd, &other);
    hears("it hears", fd);
    require(sendto(peer, "from the peer", 13, 0, SA(&here), sizeof(struct sockaddr_in)) == 13, "sendto");
    sends("to another", fd, &other);
    hears("it hears", fd);
    NEED(connect(fd, SA(&other), sizeof(struct sockaddr_in)) == 0, "connect");
    NEED(getsockname(fd, SA(&again), &length) == 0, "getsockname");
    show_yes("the port stays when it connects to another", memcmp(&again, &here, sizeof(struct sockaddr_in)) == 0);
}

int main(void)
{
    test();
    return 0;
}
