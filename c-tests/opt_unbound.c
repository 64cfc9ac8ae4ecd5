// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A datagram socket that has no address yet has its options all the same, and keeps them when it gets one. */
#include "observe.h"

static int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    return getsockopt(fd, level, name, &value, &length) == 0 ? value : -1;
}

static void switches(const char *label, int bind_first)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), value = 7, off = 0, on = 1;
    struct sockaddr_in here = loopback4();
    show(label, "follows");
    if (bind_first)
        NEED(bind(fd, SA(&here), sizeof here) == 0, "bind");
    show_result("  IP_TTL", setsockopt(fd, IPPROTO_IP, IP_TTL, &value, sizeof value));
    show_int("    now", option(fd, IPPROTO_IP, IP_TTL));
    show_result("  IP_MULTICAST_TTL", setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &value, sizeof value));
    show_int("    now", option(fd, IPPROTO_IP, IP_MULTICAST_TTL));
    show_result("  IP_MULTICAST_LOOP", setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &off, sizeof off));
    show_int("    now", option(fd, IPPROTO_IP, IP_MULTICAST_LOOP));
    show_result("  SO_BROADCAST", setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on));
    show_int("    now", option(fd, SOL_SOCKET, SO_BROADCAST));
    if (!bind_first && bind(fd, SA(&here), sizeof here) == 0) {
        show_int("  bound, IP_TTL", option(fd, IPPROTO_IP, IP_TTL));
        show_int("  bound, IP_MULTICAST_TTL", option(fd, IPPROTO_IP, IP_MULTICAST_TTL));
        show_int("  bound, IP_MULTICAST_LOOP", option(fd, IPPROTO_IP, IP_MULTICAST_LOOP));
        show_int("  bound, SO_BROADCAST", option(fd, SOL_SOCKET, SO_BROADCAST));
    }
    close(fd);
}

/* A limit works whether the address comes before or after it, or when something is sent, or never. */
static void limit(const char *label, int how)
{
    struct sockaddr_storage there;
    struct timeval time = {0, 200000}, told = {77, 77};
    struct sockaddr_in here = loopback4();
    socklen_t length = sizeof told;
    char byte;
    socklen_t address_length = sizeof there;
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), other = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show(label, "follows");
    show_result("  SO_RCVTIMEO", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time));
    if (how == 1)
        NEED(bind(fd, SA(&here), sizeof here) == 0, "bind");
    if (how >= 2)
        NEED(bind(other, SA(&here), sizeof here) == 0 && getsockname(other, SA(&there), &address_length) == 0,
             "the address of another socket");
    if (how == 2)
        NEED(sendto(fd, "x", 1, 0, SA(&there), sizeof(struct sockaddr_in)) == 1, "sendto");
    if (how == 3)
        NEED(connect(fd, SA(&there), sizeof(struct sockaddr_in)) == 0, "connect");
    int known = show_result("  told", getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &told, &length)) == 0;
    show("  limit", "%ld us", (long)(told.tv_sec * 1000000 + told.tv_usec));
    if (!known || told.tv_usec == 0)
        return;
    long begin = now_ms();
    show_result("  recv", recv(fd, &byte, 1, 0));
    show_yes("  after a while", now_ms() - begin >= 100);
    close(fd);
    close(other);
}

int main(void)
{
    switches("before it is bound", 0);
    switches("after it is bound", 1);
    limit("never bound", 0);
    limit("bound", 1);
    limit("sent", 2);
    limit("connected", 3);
    return 0;
}
