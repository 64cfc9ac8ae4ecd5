// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Pointers behind the end of memory: EFAULT, as Linux says, however little of what they point to lies there. */
#include "observe.h"
#include <sys/ioctl.h>
#include <sys/select.h>

/* The last bytes that an address can name are nobody's. */
static void *volatile beyond = (void *)(UINTPTR_MAX - 15);

static void of_streams(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), value = 1;
    volatile nfds_t too_many = 0x20000001;
    struct sockaddr_in here = loopback4();
    socklen_t size = sizeof value;
    show_result("bind", bind(fd, beyond, sizeof here));
    show_result("connect", connect(fd, beyond, sizeof here));
    show_result("getsockname, length", getsockname(fd, SA(&here), beyond));
    show_result("getsockopt, value", getsockopt(fd, SOL_SOCKET, SO_TYPE, (char *)beyond + 14, &size));
    show_result("getsockopt, length", getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, (void *)((char *)beyond + 14)));
    show_result("setsockopt", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, (char *)beyond + 14, sizeof value));
    show_result("FIONBIO", ioctl(fd, FIONBIO, beyond));
    show_result("poll", poll(beyond, 3, 0));
    show_result("poll, more than there can be", poll(beyond, too_many, 0));
    show_result("select", select(fd + 1, beyond, NULL, NULL, NULL));
    show_result("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, beyond));
    close(fd);
}

static void of_datagrams(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in there = loopback4();
    struct iovec part = {"data", 4};
    struct msghdr message = {.msg_iov = beyond, .msg_iovlen = 2};
    NEED(fd >= 0, "socket");
    there.sin_port = htons(9);
    show_result("sendto, address", sendto(fd, "data", 4, 0, beyond, sizeof there));
    show_result("sendmsg", sendmsg(fd, beyond, 0));
    show_result("recvmsg", recvmsg(fd, beyond, 0));
    show_result("sendmsg, parts", sendmsg(fd, &message, 0));
    message.msg_iovlen = 0x20000001;
    show_result("sendmsg, more parts than there can be", sendmsg(fd, &message, 0));
    message = (struct msghdr){.msg_iov = &part, .msg_iovlen = 1, .msg_name = beyond, .msg_namelen = sizeof there};
    show_result("sendmsg, address", sendmsg(fd, &message, 0));
    close(fd);
}

int main(void)
{
    of_streams();
    of_datagrams();
    return 0;
}
