// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* FIONBIO: the older way to make a socket non-blocking; fcntl sees it, and it can be undone. */
#include "observe.h"
#include <sys/ioctl.h>

static void requests(int fd)
{
    int on = 1, off = 0, two = 2;
    char text[4];
    show_result("on", ioctl(fd, FIONBIO, &on));
    show_yes("O_NONBLOCK", fcntl(fd, F_GETFL) & O_NONBLOCK);
    show_result("recv", recv(fd, text, sizeof text, 0));
    show_result("off", ioctl(fd, FIONBIO, &off));
    show_yes("O_NONBLOCK", fcntl(fd, F_GETFL) & O_NONBLOCK);
    show_result("any number is on", ioctl(fd, FIONBIO, &two));
    show_yes("O_NONBLOCK", fcntl(fd, F_GETFL) & O_NONBLOCK);
    show_result("fcntl undoes it", fcntl(fd, F_SETFL, 0));
    show_yes("O_NONBLOCK", fcntl(fd, F_GETFL) & O_NONBLOCK);
    show_result("unknown request", ioctl(fd, 0x7777, &on));
}

static void never_connected(void)
{
    show("never connected", "follows");
    requests(NEEDED(new_socket(AF_INET, SOCK_STREAM)));
}

static void connected_stream(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show("connected", "follows");
    requests(pair[0]);
}

static void no_socket(void)
{
    int on = 1;
    show_result("-1", ioctl(-1, FIONBIO, &on));
}

int main(void)
{
    never_connected();
    connected_stream();
    no_socket();
    return 0;
}
