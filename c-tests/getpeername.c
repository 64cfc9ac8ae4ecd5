// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* getpeername: the way programs ask whether a connect has worked; little room and bad arguments as for getsockname. */
#include "observe.h"

static void fresh(void)
{
    struct sockaddr_storage name = {0};
    socklen_t length = sizeof name;
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("never connected", getpeername(fd, SA(&name), &length));
}

static void connection(void)
{
    struct sockaddr_storage name = {0}, own;
    socklen_t length = sizeof name;
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("connected", getpeername(pair[0], SA(&name), &length));
    show_address("peer", &name);
    show("length", "%u", (unsigned)length);
    length = sizeof own;
    getsockname(pair[1], SA(&own), &length);
    show_yes("it is what the peer calls its own", memcmp(&name, &own, sizeof(struct sockaddr_in)) == 0);
}

static void over_ipv6(void)
{
    struct sockaddr_storage name = {0};
    socklen_t length = sizeof name;
    int pair[2];
    NEEDED(stream_pair(AF_INET6, pair));
    show_result("IPv6", getpeername(pair[1], SA(&name), &length));
    show_address("peer", &name);
}

static void little_room(void)
{
    unsigned char buffer[64];
    struct sockaddr_storage name = {0};
    socklen_t length;
    int pair[2];
    NEEDED(tcp_pair(pair));
    for (socklen_t room = 0; room <= 20; room += 5) {
        memset(buffer, 0xa5, sizeof buffer);
        length = room;
        show_result("with room for some", getpeername(pair[0], SA(buffer), &length));
        show("  room, told", "%u, %u", (unsigned)room, (unsigned)length);
        show_yes("  nothing beyond", buffer[room < 16 ? room : 16] == 0xa5);
    }
    length = (socklen_t)-1;
    show_result("negative length", getpeername(pair[0], SA(buffer), &length));
    show_result("no length", getpeername(pair[0], SA(buffer), NULL));
    length = 16;
    show_result("no address", getpeername(pair[0], NULL, &length));
    close(pair[1]);
    wait_for(pair[0], POLLIN);
    length = sizeof name;
    show_result("the peer has closed", getpeername(pair[0], SA(&name), &length));
}

int main(void)
{
    fresh();
    connection();
    over_ipv6();
    little_room();
    return 0;
}
