// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Data behind the end of memory: EFAULT, as Linux says, in both directions. */
#include "observe.h"

static void *volatile beyond = (void *)(UINTPTR_MAX - 15);

static void of_streams(void)
{
    int pair[2];
    struct iovec part = {beyond, 4};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    NEEDED(tcp_pair(pair));
    show_result("send", send(pair[0], beyond, 4, 0));
    show_result("sendmsg", sendmsg(pair[0], &message, 0));
    show_result("write", write(pair[0], beyond, 4));
    show_result("writev", writev(pair[0], &part, 1));
    send(pair[1], "data", 4, 0);
    wait_for(pair[0], POLLIN);
    show_result("recv", recv(pair[0], beyond, 4, 0));
}

static void of_datagrams(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in there = loopback4();
    NEED(fd >= 0, "socket");
    there.sin_port = htons(9);
    show_result("sendto", sendto(fd, beyond, 100, 0, SA(&there), sizeof there));
}

int main(void)
{
    of_streams();
    of_datagrams();
    return 0;
}
