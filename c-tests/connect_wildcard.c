// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Connecting to the wildcard address reaches this machine, as old programs expect. */
#include "observe.h"

static void one(const char *label, int family)
{
    struct sockaddr_storage there, name;
    struct sockaddr_in any = address4(INADDR_ANY, 0);
    struct sockaddr_in6 any6 = address6(&in6addr_any, 0);
    socklen_t length = sizeof name;
    int listening = NEEDED(listener(family, &there)), fd = NEEDED(new_socket(family, SOCK_STREAM));
    any.sin_port = any6.sin6_port = ((struct sockaddr_in *)&there)->sin_port;
    show_result(label, family == AF_INET ? connect(fd, SA(&any), sizeof any) : connect(fd, SA(&any6), sizeof any6));
    getpeername(fd, SA(&name), &length);
    show_address("  peer", &name);
    length = sizeof name;
    getsockname(fd, SA(&name), &length);
    show_address("  own", &name);
    close(NEEDED(accepted(listening)));
    close(listening);
    close(fd);
}

static void datagrams(void)
{
    struct sockaddr_storage there;
    char text[4];
    int server = NEEDED(bound(AF_INET, SOCK_DGRAM, &there)), client = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    struct sockaddr_in any = address4(INADDR_ANY, ntohs(((struct sockaddr_in *)&there)->sin_port));
    show_result("UDP", sendto(client, "hi", 2, 0, SA(&any), sizeof any));
    wait_for(server, POLLIN);
    show_received("arrived", text, recv(server, text, sizeof text, 0));
}

int main(void)
{
    one("IPv4", AF_INET);
    one("IPv6", AF_INET6);
    datagrams();
    return 0;
}
