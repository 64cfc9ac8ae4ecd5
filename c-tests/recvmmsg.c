// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* recvmmsg: as many datagrams as there are, each with its length, sender and flags. */
#include "observe.h"

static void come(int sender, int fd)
{
    struct sockaddr_storage from[4];
    char texts[4][6];
    struct iovec parts[4];
    struct mmsghdr messages[4];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < 4; i++) {
        parts[i] = (struct iovec){texts[i], sizeof texts[i]};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
        messages[i].msg_hdr.msg_name = &from[i];
        messages[i].msg_hdr.msg_namelen = sizeof from[i];
    }
    show_result("nothing there", recvmmsg(fd, messages, 4, MSG_DONTWAIT, NULL));
    const char *sent[] = {"one", "too long", ""};
    for (int i = 0; i < 3; i++)
        possible(send(sender, sent[i], strlen(sent[i]), 0) == (ssize_t)strlen(sent[i]), "send");
    wait_for(fd, POLLIN);
    /* A host may take datagrams from the system one after another. */
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    ssize_t came = show_result("three there", recvmmsg(fd, messages, 4, MSG_DONTWAIT, NULL));
    for (int i = 0; i < came; i++) {
        show("  text", "%u \"%.*s\"", messages[i].msg_len, (int)messages[i].msg_len, texts[i]);
        show("  namelen", "%u", (unsigned)messages[i].msg_hdr.msg_namelen);
        show_address("  from", &from[i]);
        show_yes("  cut", messages[i].msg_hdr.msg_flags & MSG_TRUNC);
    }
    require(send(sender, "wait", 4, 0) == 4, "send");
    wait_for(fd, POLLIN);
    show_result("MSG_WAITFORONE", recvmmsg(fd, messages, 4, MSG_WAITFORONE, NULL));
    require(send(sender, "a", 1, 0) == 1 && send(sender, "b", 1, 0) == 1, "send");
    wait_for(fd, POLLIN);
    struct timespec limit = {5, 0};
    show_result("no more than asked for", recvmmsg(fd, messages, 2, 0, &limit));
    show_result("none", recvmmsg(fd, messages, 0, 0, NULL));
}

static void from_anyone(void)
{
    struct sockaddr_storage there;
    int fd = NEEDED(udp_on_loopback(&there)), sender = NEEDED(connected(SOCK_DGRAM, &there));
    come(sender, fd);
}

static void from_a_peer(void)
{
    int pair[2];
    NEEDED(udp_pair(pair));
    show("connected", "follows");
    come(pair[0], pair[1]);
}

static void closed(void)
{
    struct mmsghdr message = {0};
    show_result("closed", recvmmsg(-1, &message, 1, 0, NULL));
}

int main(void)
{
    from_anyone();
    from_a_peer();
    closed();
    return 0;
}
