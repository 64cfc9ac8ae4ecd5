// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Urgent data that was never sent: MSG_OOB says so, sockatmark says no, and poll sees nothing urgent. */
#include "observe.h"

static void connection(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("recv MSG_OOB", recv(pair[1], text, 1, MSG_OOB));
    show_result("sockatmark", sockatmark(pair[1]));
    require(send(pair[0], "plain", 5, 0) == 5, "send");
    wait_for(pair[1], POLLIN);
    show_result("recv MSG_OOB with plain data there", recv(pair[1], text, 1, MSG_OOB));
    show_result("sockatmark", sockatmark(pair[1]));
    show_yes("POLLPRI", events_within(pair[1], POLLIN | POLLPRI, 0) & POLLPRI);
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
}

static void fresh(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    char byte;
    show_result("sockatmark of a socket never connected", sockatmark(fd));
    show_result("recv MSG_OOB never connected", recv(fd, &byte, 1, MSG_OOB));
}

static void datagrams(void)
{
    int pair[2];
    NEEDED(udp_pair(pair));
    show_result("sockatmark of UDP", sockatmark(pair[0]));
}

static void no_sockets(void)
{
    show_result("sockatmark of standard input", sockatmark(0));
    show_result("sockatmark of nothing", sockatmark(-1));
}

int main(void)
{
    connection();
    fresh();
    datagrams();
    no_sockets();
    return 0;
}
