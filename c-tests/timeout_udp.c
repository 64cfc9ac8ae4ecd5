// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The limit of a datagram socket counts in every function that receives, goes with the socket when it is bound or
 * connected, and ends with it. */
#include "observe.h"

static long begin;

static void passed(const char *label, ssize_t result) { show_limited(label, result, &begin); }

static int limit(int fd, int milliseconds)
{
    struct timeval time = {0, milliseconds * 1000};
    int set = show_result("SO_RCVTIMEO", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time)) == 0;
    begin = now_ms();
    return set;
}

static void in_every_function(int fd, struct sockaddr_storage *name)
{
    char text[8];
    struct iovec parts[2] = {{text, 4}, {text + 4, 4}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    passed("recv", recv(fd, text, sizeof text, 0));
    passed("peek", recv(fd, text, sizeof text, MSG_PEEK));
    passed("recvfrom", recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
    passed("recvmsg", recvmsg(fd, &message, 0));
    passed("read", read(fd, text, sizeof text));
    passed("readv", readv(fd, parts, 2));
    show_result("at once", recv(fd, text, sizeof text, MSG_DONTWAIT));
    sendto(fd, "data", 4, 0, SA(name), sizeof(struct sockaddr_in));
    show_received("what is there", text, recv(fd, text, sizeof text, 0));
}

static void ends_with_the_socket(void)
{
    struct sockaddr_storage name;
    struct timeval told = {77, 77};
    socklen_t length = sizeof told;
    int fd = NEEDED(bound(AF_INET, SOCK_DGRAM, &name));
    show_result("another socket", getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &told, &length));
    show("  limit", "%ld us", (long)(told.tv_sec * 1000000 + told.tv_usec));
    close(fd);
}

static void of_bound(void)
{
    struct sockaddr_storage name;
    int fd = NEEDED(bound(AF_INET, SOCK_DGRAM, &name));
    if (possible(limit(fd, 150), "a limit"))
        in_every_function(fd, &name);
    close(fd);
}

static void of_unbound(void)
{
    char byte;
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    NEED(limit(fd, 150), "a limit");
    passed("never bound, read", read(fd, &byte, 1));
    limit(fd, 0);
    limit(fd, 150);
    passed("set anew", recv(fd, &byte, 1, 0));
    close(fd);
}

int main(void)
{
    of_bound();
    ends_with_the_socket();
    of_unbound();
    return 0;
}
