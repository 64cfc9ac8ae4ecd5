// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* poll on sockets: readable, writable, at the end, nothing, and how long nothing takes. */
#include "observe.h"

static void connections(void)
{
    struct sockaddr_storage address;
    int pair[2];
    char text[8];
    int listening = NEEDED(listener(AF_INET, &address));
    NEEDED(tcp_pair(pair));
    show_events("idle listener", events_within(listening, POLLIN, 0));
    show_events("idle connection, both asked", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_events("idle connection, only input asked", events_within(pair[0], POLLIN, 0));
    long begin = now_ms();
    show_events("idle connection, 200 ms", events_within(pair[0], POLLIN, 200));
    show_yes("about 200 ms passed", now_ms() - begin >= 190 && now_ms() - begin < 5000);

    int client = NEEDED(connected(SOCK_STREAM, &address));
    show_events("listener with a caller", wait_for(listening, POLLIN | POLLOUT));
    require(send(pair[0], "data", 4, 0) == 4, "send");
    show_events("connection with data", wait_for(pair[1], POLLIN));
    struct pollfd three[3] = {{listening, POLLIN, -1}, {pair[0], POLLIN, -1}, {pair[1], POLLIN | POLLOUT, -1}};
    show_result("three at once", poll(three, 3, PATIENCE_MS));
    show_events("  listener", three[0].revents);
    show_events("  first end", three[1].revents);
    show_events("  second end", three[2].revents);
    require(recv(pair[1], text, sizeof text, 0) == 4, "recv");
    show_events("after reading", events_within(pair[1], POLLIN, 0));
    close(pair[0]);
    show_events("other end closed", wait_for(pair[1], POLLIN));
    show_events("only output asked", events_within(pair[1], POLLOUT, 0));
    close(client);
}

static void fresh(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_events("never connected", events_within(fd, POLLIN | POLLOUT, 0));
}

static void datagrams(void)
{
    int fd = NEEDED(bound_untold(AF_INET, SOCK_DGRAM));
    show_events("UDP", events_within(fd, POLLIN | POLLOUT, 0));
}

int main(void)
{
    connections();
    fresh();
    datagrams();
    return 0;
}
