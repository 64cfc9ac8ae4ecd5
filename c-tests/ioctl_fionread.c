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

static void never_connected(void) { ask("never connected", NEEDED(new_socket(AF_INET, SOCK_STREAM))); }

static void stream(void)
{
    static char block[10000];
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
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
}

static void datagrams(void)
{
    int pair[2];
    char text[8];
    NEEDED(udp_pair(pair));
    ask("UDP, idle", pair[1]);
    require(send(pair[0], "seven77", 7, 0) == 7 && send(pair[0], "two", 3, 0) == 3, "send");
    wait_for(pair[1], POLLIN);
    ask("UDP, two there", pair[1]);
    require(recv(pair[1], text, 1, 0) == 1, "recv");
    ask("UDP, one there", pair[1]);
    NEEDED(set_nonblocking(pair[0]));
    shutdown(pair[0], SHUT_RDWR);
    ask("UDP, shut down", pair[0]);
}

static void listening(void)
{
    struct sockaddr_storage address;
    ask("listener", NEEDED(listener(AF_INET, &address)));
}

static void closed(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    close(fd);
    ask("closed", fd);
}

int main(void)
{
    never_connected();
    stream();
    datagrams();
    listening();
    closed();
    ask("-1", -1);
    return 0;
}
