// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* accept gives one connection after another in the order of connecting, with or without room for the peer's address. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage address, mine = {0}, peer = {.ss_family = 77};
    socklen_t length = sizeof peer, own = sizeof mine;
    int listening = NEEDED(listener(AF_INET, &address));
    int clients[3], servers[3];
    char text[8];
    for (int i = 0; i < 3; i++) {
        clients[i] = NEEDED(connected(SOCK_STREAM, &address));
        char name = (char)('a' + i);
        require(send(clients[i], &name, 1, 0) == 1, "send");
    }
    wait_for(listening, POLLIN);
    servers[0] = show_fd("accept(fd, NULL, NULL)", accept(listening, NULL, NULL));
    memset(&peer, 0, sizeof peer);
    servers[1] = show_fd("accept with an address", accept(listening, SA(&peer), &length));
    show_int("length", (long)length);
    show_address("peer", &peer);
    getsockname(clients[1], SA(&mine), &own);
    show_yes("it is what the client calls its own", memcmp(&mine, &peer, sizeof(struct sockaddr_in)) == 0);
    servers[2] = show_fd("accept(fd, NULL, &length)", accept(listening, NULL, &length));
    show_int("length untouched", (long)length);
    for (int i = 0; i < 3; i++) {
        wait_for(servers[i], POLLIN);
        show_received("from this client", text, recv(servers[i], text, sizeof text, 0));
    }
    own = sizeof mine;
    getsockname(servers[0], SA(&mine), &own);
    show_yes("an accepted socket has the listener's address", memcmp(&mine, &address, sizeof(struct sockaddr_in)) == 0);
    show_yes("an accepted socket is blocking", !(fcntl(servers[0], F_GETFL) & O_NONBLOCK));
}

int main(void)
{
    test();
    return 0;
}
