// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The smallest conversation over UDP, IPv4 and IPv6: a datagram, its sender's address, and an answer to that address. */
#include "observe.h"

static void talk(const char *label, int family)
{
    struct sockaddr_storage there, from;
    char text[32];
    socklen_t length = sizeof from;
    int server = NEEDED(bound(family, SOCK_DGRAM, &there)), client = NEEDED(new_socket(family, SOCK_DGRAM));
    show(label, "begins");
    show_result("  client sends", sendto(client, "ping", 4, 0, SA(&there), address_size(&there)));
    memset(&from, 0, sizeof from);
    wait_for(server, POLLIN);
    show_received("  server hears", text, recvfrom(server, text, sizeof text, 0, SA(&from), &length));
    show_address("  from", &from);
    show_yes("  length right", length == address_size(&from));
    show_result("  server answers", sendto(server, "pong!", 5, 0, SA(&from), length));
    wait_for(client, POLLIN);
    length = sizeof from;
    memset(&from, 0, sizeof from);
    show_received("  client hears", text, recvfrom(client, text, sizeof text, 0, SA(&from), &length));
    show_yes("  from the server", memcmp(&from, &there, address_size(&there)) == 0);

    show_result("  connected, client sends", connect(client, SA(&there), address_size(&there)));
    show_result("  send", send(client, "one", 3, 0));
    show_result("  send", send(client, "two", 3, 0));
    wait_for(server, POLLIN);
    show_received("  a datagram keeps its borders", text, recv(server, text, sizeof text, 0));
    wait_for(server, POLLIN);
    show_received("  and its order", text, recv(server, text, sizeof text, 0));
    close(server);
    close(client);
}

int main(void)
{
    talk("IPv4", AF_INET);
    talk("IPv6", AF_INET6);
    return 0;
}
