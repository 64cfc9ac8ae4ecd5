// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What the program may use comes in several parts, each for one address: where a runtime has several pools, a socket
 * must end up with the one that allows its address, and be the same socket for the program. The second allows the first's
 * address, too: from there its listener is called.
 * @addr-pool 127.0.0.1/32 127.0.0.2/32,127.0.0.1/32 ::1/128 0.0.0.0/32 */
#include "observe.h"

static int set_reuseaddr(int fd)
{
    return done(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) == 0, "SO_REUSEADDR") ? 0 : -1;
}

static int bound_to(int type, uint32_t host, struct sockaddr_storage *name)
{
    struct sockaddr_in address = address4(host, 0);
    socklen_t length = sizeof *name;
    int fd = new_socket(AF_INET, type);
    if (fd < 0 || set_nonblocking(fd) < 0 || (type == SOCK_STREAM && set_reuseaddr(fd) < 0))
        return -1;
    show_result("bind", bind(fd, SA(&address), sizeof address));
    if (!done(getsockname(fd, SA(name), &length) == 0, "getsockname"))
        return -1;
    show_address("  own", name);
    int on = 0;
    length = sizeof on;
    if (type == SOCK_STREAM)
        show_result("  SO_REUSEADDR", getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, &length));
    show_int("  it is", on);
    show_yes("  it does not block", (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    show_result("  bind again", bind(fd, SA(&address), sizeof address));
    return fd;
}

static void stream_to(uint32_t host)
{
    struct sockaddr_storage name;
    char text[8];
    int listening = NEEDED(bound_to(SOCK_STREAM, host, &name));
    show_result("listen", listen(listening, 1));
    int client = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("connect", connect(client, SA(&name), address_size(&name)));
    int server = NEEDED(accepted(listening));
    show_result("send", send(client, "hello", 5, 0));
    wait_for(server, POLLIN);
    show_received("recv", text, recv(server, text, sizeof text, 0));
    show_result("close", close(client) | close(server) | close(listening));
}

static void over_ipv6(void)
{
    struct sockaddr_storage six;
    int listening = NEEDED(listener(AF_INET6, &six));
    int client = NEEDED(connected(SOCK_STREAM, &six));
    show_result("over IPv6", close(NEEDED(accepted(listening))) | close(client) | close(listening));

}

static void datagrams(void)
{
    struct sockaddr_storage first, second;
    char text[8];
    int one = NEEDED(bound_to(SOCK_DGRAM, 0x7f000001, &first)), two = NEEDED(bound_to(SOCK_DGRAM, 0x7f000002, &second));
    int fresh = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result("sendto", sendto(fresh, "to 2", 4, 0, SA(&second), address_size(&second)));
    wait_for(two, POLLIN);
    show_received("recv", text, recv(two, text, sizeof text, 0));
    show_result("nothing there", recv(one, text, sizeof text, 0));
    show_result("close", close(one) | close(two) | close(fresh));

}

static void forbidden(void)
{
    struct sockaddr_in to = address4(0x7f000003, 7);
    int fresh = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_yes("what no part allows", connect(fresh, SA(&to), sizeof to) == -1);
}

int main(void)
{
    stream_to(0x7f000001);
    stream_to(0x7f000002);
    over_ipv6();
    datagrams();
    forbidden();
    return 0;
}
