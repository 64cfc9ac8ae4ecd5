// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A receive buffer that overflows loses datagrams and never tells the sender; those kept are whole and in order. */
#include "observe.h"

static void overflow(void)
{
    static char block[1000];
    struct sockaddr_storage there;
    int fd = NEEDED(udp_on_loopback(&there)), sender = NEEDED(connected(SOCK_DGRAM, &there)), small = 8192, last = -1, wrong = 0, count = 0;
    NEED(show_result("SO_RCVBUF", setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small)) == 0, "a small buffer");
    NEEDED(set_nonblocking(sender));
    NEEDED(set_nonblocking(fd));
    int sent = 0;
    for (int i = 0; i < 100; i++) {
        memset(block, i, sizeof block);
        sent += send(sender, block, sizeof block, 0) == sizeof block;
    }
    show_int("sent", sent);
    wait_for(fd, POLLIN);
    ssize_t got;
    while ((got = recv(fd, block, sizeof block, 0)) > 0) {
        wrong += got != sizeof block || block[0] != block[999] || block[0] <= last;
        last = block[0];
        count++;
    }
    show_result("then", got);
    show_yes("some came", count > 0 && count < 100);
    show_int("wrong ones", wrong);
}

int main(void)
{
    overflow();
    return 0;
}
