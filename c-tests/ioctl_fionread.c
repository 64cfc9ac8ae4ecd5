// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* FIONREAD: how much can be read - all of a stream, the next datagram, nothing - and where it has no sense. */
#include "observe.h"
#include <sys/ioctl.h>

static void ask(const char *label, int fd)
{
    int bytes = -7;
    show_result(label, ioctl(fd, FIONREAD, &bytes));
    show_int("  bytes", bytes);
}

static void test(void)
{
    static char block[10000];
    struct sockaddr_storage address;
    int pair[2], datagrams[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    NEEDED(udp_pair(datagrams));
    ask("idle", pair[1]);
    require(send(pair[0], "hello", 5, 0) == 5, "send");
    wait_for(pair[1], POLLIN);
    ask("five sent", pair[1]);
    require(recv(pair[1], text, 2, 0) == 2, "recv");
    ask("two taken", pair[1]);
    require(recv(pair[1], text, sizeof text, 0) == 3, "recv");
    require(send(pair[0], block, sizeof block, 0) == sizeof block, "send");
    for (int i = 0, bytes = 0; i < 100 && bytes < 10000; i++) {
        poll(NULL, 0, 20);
        ioctl(pair[1], FIONREAD, &bytes);
    }
    ask("ten thousand sent", pair[1]);
    ask("UDP, idle", datagrams[1]);
    require(send(datagrams[0], "seven77", 7, 0) == 7 && send(datagrams[0], "two", 3, 0) == 3, "send");
    wait_for(datagrams[1], POLLIN);
    ask("UDP, two there", datagrams[1]);
    require(recv(datagrams[1], text, 1, 0) == 1, "recv");
    ask("UDP, one there", datagrams[1]);
    NEEDED(set_nonblocking(datagrams[0]));
    shutdown(datagrams[0], SHUT_RDWR);
    ask("UDP, shut down", datagrams[0]);
    ask("listener", NEEDED(listener(AF_INET, &address)));
    close(pair[0]);
    ask("closed", pair[0]);
    ask("-1", -1);
}

int main(void)
{
    test();
    return 0;
}
