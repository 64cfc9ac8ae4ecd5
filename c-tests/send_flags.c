// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Flags that only some send calls have a sense for: MSG_DONTROUTE, and urgent data where there is none. */
#include "observe.h"

static void heard(const char *label, int went, int fd)
{
    char text[8];
    if (!went) {
        skip(label);
        return;
    }
    wait_for(fd, POLLIN);
    show_received(label, text, recv(fd, text, sizeof text, 0));
}

static void stream(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("recv, MSG_OOB", recv(pair[1], text, sizeof text, MSG_OOB));
    int went = show_result("send, MSG_DONTROUTE", send(pair[0], "stream", 6, MSG_DONTROUTE)) > 0;
    heard("recv", went, pair[1]);
}

static void datagrams(void)
{
    int pair[2];
    char text[8];
    NEEDED(udp_pair(pair));
    show_result("UDP recv, MSG_OOB", recv(pair[0], text, sizeof text, MSG_OOB | MSG_DONTWAIT));
    show_result("UDP send, MSG_OOB", send(pair[0], "x", 1, MSG_OOB));
    int went = show_result("UDP send, MSG_DONTROUTE", send(pair[0], "dgram", 5, MSG_DONTROUTE)) > 0;
    heard("UDP recv", went, pair[1]);
}

int main(void)
{
    stream();
    datagrams();
    return 0;
}
