// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* TCP_INFO: the state comes first, and an answer is cut to the room there is. */
#include "observe.h"

static void state(const char *label, int fd)
{
    struct tcp_info info;
    socklen_t length = sizeof info;
    memset(&info, 0xa5, sizeof info);
    show_result(label, getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length));
    show_int("  state", info.tcpi_state);
    show_yes("  something of length", length > 100);
}

static void fresh(void) { state("fresh", NEEDED(new_socket(AF_INET, SOCK_STREAM))); }

static void listening(void)
{
    struct sockaddr_storage address;
    state("listening", NEEDED(listener(AF_INET, &address)));
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    state("connected", pair[0]);
    NEED(shutdown(pair[0], SHUT_WR) == 0, "shutdown");
    wait_for(pair[1], POLLIN);
    state("the other end has ended its half", pair[1]);
}

static void little_room(void)
{
    unsigned char little[8];
    socklen_t length = 4;
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    memset(little, 0xa5, sizeof little);
    show_result("room for 4", getsockopt(fd, IPPROTO_TCP, TCP_INFO, little, &length));
    show("told", "%u", (unsigned)length);
    show_yes("nothing beyond", little[4] == 0xa5);
    show_result("cannot be set", setsockopt(fd, IPPROTO_TCP, TCP_INFO, little, sizeof little));
}

int main(void)
{
    fresh();
    listening();
    connection();
    little_room();
    return 0;
}
