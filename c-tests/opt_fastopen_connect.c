// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* TCP_FASTOPEN_CONNECT delays the handshake to the first write; it can only be set on a fresh socket. */
#include "observe.h"

static int on = 1;

static void fresh(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), off = 0, two = 2, told = -1;
    socklen_t length = sizeof told;
    show_result("get", getsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &told, &length));
    show("at first", "%d in %u bytes", told, (unsigned)length);
    show_result("set 2", setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &two, sizeof two));
    show_result("set 1", setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on));
    getsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &told, &length);
    show_int("now", told);
    show_result("set 0", setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &off, sizeof off));
    getsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &told, &length);
    show_int("now", told);
}

/* Where the option is not known, the handshake comes at once. */
static void early_data(void)
{
    struct sockaddr_storage there;
    int listening = NEEDED(listener(AF_INET, &there)), fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    char text[8];
    setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on);
    show_result("connect", connect(fd, SA(&there), sizeof(struct sockaddr_in)));
    show_result("send", send(fd, "early", 5, MSG_NOSIGNAL));
    int server = NEEDED(accepted(listening));
    wait_for(server, POLLIN);
    show_received("arrived", text, recv(server, text, sizeof text, 0));
}

static void too_late(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("set when connected", setsockopt(pair[0], IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on));
}

int main(void)
{
    fresh();
    early_data();
    too_late();
    return 0;
}
