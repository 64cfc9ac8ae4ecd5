// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Flags that mean nothing for a call are ignored, as Linux ignores them: programs pass what another call or another
 * kind of socket takes. */
#include "observe.h"

static const struct {
    const char *name;
    int flag;
} in[] = {
    {"MSG_CMSG_CLOEXEC", MSG_CMSG_CLOEXEC}, {"MSG_EOR", MSG_EOR}, {"MSG_WAITFORONE", MSG_WAITFORONE},
    {"MSG_CTRUNC", MSG_CTRUNC}, {"MSG_NOSIGNAL", MSG_NOSIGNAL}, {"MSG_DONTROUTE", MSG_DONTROUTE},
    {"MSG_CONFIRM", MSG_CONFIRM}, {"MSG_MORE", MSG_MORE},
}, out[] = {
    {"MSG_WAITALL", MSG_WAITALL}, {"MSG_PEEK", MSG_PEEK}, {"MSG_TRUNC", MSG_TRUNC}, {"MSG_CTRUNC", MSG_CTRUNC},
    {"MSG_CMSG_CLOEXEC", MSG_CMSG_CLOEXEC}, {"MSG_WAITFORONE", MSG_WAITFORONE}, {"MSG_EOR", MSG_EOR},
    {"MSG_NOSIGNAL", MSG_NOSIGNAL}, {"MSG_CONFIRM", MSG_CONFIRM},
};

#define COUNT(list) (sizeof (list) / sizeof *(list))

static ssize_t at_least_0(ssize_t number)
{
    return number > 0 ? number : 0;
}

static void both(const char *label, int pair[2])
{
    char text[8];
    show(label, "follows");
    for (size_t i = 0; i < COUNT(in); i++) {
        struct iovec part = {text, sizeof text};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        show("  recv with", "%s", in[i].name);
        for (int call = 0; call < 3; call++) {
            require(send(pair[0], "data", 4, 0) == 4, "send");
            wait_for(pair[1], POLLIN);
            if (call == 0)
                show_result("    recv", recv(pair[1], text, sizeof text, in[i].flag));
            else if (call == 1)
                show_result("    recvfrom", recvfrom(pair[1], text, sizeof text, in[i].flag, NULL, NULL));
            else
                show_result("    recvmsg", recvmsg(pair[1], &message, in[i].flag));
            while (recv(pair[1], text, sizeof text, MSG_DONTWAIT) > 0)
                ;
        }
    }
    for (size_t i = 0; i < COUNT(out); i++) {
        struct iovec part = {(char *)"data", 4};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        show("  send with", "%s", out[i].name);
        ssize_t left = at_least_0(show_result("    send", send(pair[0], "data", 4, out[i].flag)));
        left += at_least_0(show_result("    sendto", sendto(pair[0], "data", 4, out[i].flag, NULL, 0)));
        left += at_least_0(show_result("    sendmsg", sendmsg(pair[0], &message, out[i].flag)));
        /* It may need a moment to arrive. */
        while (left > 0 && events_within(pair[1], POLLIN, 2000) & POLLIN) {
            ssize_t now = recv(pair[1], text, sizeof text, 0);
            require(now > 0, "recv");
            left -= now;
        }
    }
}

/* All that was sent, in as many pieces as it comes in. */
static void whole(int fd, size_t length)
{
    char text[8];
    size_t got = 0;
    while (got < length && events_within(fd, POLLIN, 2000) & POLLIN) {
        ssize_t now = recv(fd, text + got, length - got, 0);
        if (now <= 0)
            break;
        got += (size_t)now;
    }
    show("  received", "%.*s", (int)got, text);
}

static void test(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    both("streams", pair);
    show_result("  send, MSG_MORE", send(pair[0], "mo", 2, MSG_MORE));
    show_result("  send, MSG_MORE | MSG_DONTWAIT", send(pair[0], "re", 2, MSG_MORE | MSG_DONTWAIT));
    show_result("  send, the end of it", send(pair[0], "!", 1, 0));
    whole(pair[1], 5);
    show_result("  send, MSG_DONTROUTE", send(pair[0], "local", 5, MSG_DONTROUTE));
    whole(pair[1], 5);
    show_result("  recv, MSG_ERRQUEUE", recv(pair[1], text, sizeof text, MSG_ERRQUEUE));
    NEEDED(udp_pair(pair));
    both("datagrams", pair);
    show_result("  recv, MSG_OOB with MSG_DONTWAIT", recv(pair[1], text, sizeof text, MSG_OOB | MSG_DONTWAIT));
    require(send(pair[0], "data", 4, 0) == 4, "send");
    wait_for(pair[1], POLLIN);
    show_result("  recv, MSG_ERRQUEUE", recv(pair[1], text, sizeof text, MSG_ERRQUEUE));
    show_result("  recvfrom, MSG_ERRQUEUE", recvfrom(pair[1], text, sizeof text, MSG_ERRQUEUE, NULL, NULL));
    show_received("  recv, MSG_OOB", text, recv(pair[1], text, sizeof text, MSG_OOB));
}

int main(void)
{
    test();
    return 0;
}
