// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Protocols by name and number, as ping and getaddrinfo's elders ask. */
#include "observe.h"

static void name(const char *asked)
{
    struct protoent *protocol = getprotobyname(asked);
    show(asked, "%d %s", protocol ? protocol->p_proto : -1, protocol ? protocol->p_name : "nothing");
}

static void number(int asked)
{
    struct protoent *protocol = getprotobynumber(asked);
    show("number", "%d %s", asked, protocol ? protocol->p_name : "nothing");
    show_yes("  a list of aliases", protocol && protocol->p_aliases);
}

int main(void)
{
    static const char *const names[] = {"ip", "icmp", "igmp", "tcp", "udp", "ipv6", "ipv6-icmp", "esp", "ah", "gre", "sctp",
                                        "TCP", "ICMP", "nosuch", "Tcp", ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        name(names[i]);
    static const int numbers[] = {0, 1, 2, 6, 17, 41, 47, 50, 51, 58, 132, 250, -1, 256};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        number(numbers[i]);
    return 0;
}
