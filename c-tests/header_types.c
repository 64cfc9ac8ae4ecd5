// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Sizes, alignments and distinct constants that programs build on without asking. */
#include "observe.h"
#include <sys/un.h>

static int distinct(const int *values, int count)
{
    for (int i = 0; i < count; i++)
        for (int j = 0; j < i; j++)
            if (values[i] == values[j])
                return 0;
    return 1;
}

int main(void)
{
    struct sockaddr_storage storage = {.ss_family = AF_INET6};
    struct sockaddr_in in = {.sin_zero = {0}};
    int families[] = {AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX}, hows[] = {SHUT_RD, SHUT_WR, SHUT_RDWR};
    int flags = MSG_PEEK | MSG_WAITALL | MSG_TRUNC | MSG_DONTWAIT | MSG_NOSIGNAL | MSG_OOB | MSG_CTRUNC | MSG_EOR | MSG_DONTROUTE;
    int options[] = {SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_DONTROUTE, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE,
                     SO_OOBINLINE, SO_LINGER, SO_REUSEPORT, SO_RCVLOWAT, SO_SNDLOWAT, SO_RCVTIMEO, SO_SNDTIMEO,
                     SO_ACCEPTCONN, SO_PROTOCOL, SO_DOMAIN, SO_BINDTODEVICE};
    show_int("sizeof sun_path", (long)sizeof((struct sockaddr_un *)0)->sun_path);
    show_int("sizeof sin_zero", (long)sizeof in.sin_zero);
    show_int("sizeof sockaddr_in", (long)sizeof in);
    show_int("sizeof in_addr", (long)sizeof(struct in_addr));
    show_int("sizeof in6_addr", (long)sizeof(struct in6_addr));
    show_yes("storage holds a Unix address", sizeof storage >= sizeof(struct sockaddr_un));
    show_yes("storage holds an IPv6 address", sizeof storage >= sizeof(struct sockaddr_in6));
    show_yes("storage is aligned for all", _Alignof(struct sockaddr_storage) >= _Alignof(struct sockaddr_in6));
    show_yes("families differ", distinct(families, 4));
    show_yes("hows differ", distinct(hows, 3));
    show_yes("options differ", distinct(options, (int)(sizeof options / sizeof options[0])));
    int bits = 0;
    for (unsigned rest = (unsigned)flags; rest; rest &= rest - 1)
        bits++;
    show_int("different MSG_ flags", bits);
    show_yes("INET_ADDRSTRLEN", INET_ADDRSTRLEN == 16 && INET6_ADDRSTRLEN == 46);
    show_yes("PF is AF", PF_INET == AF_INET && PF_INET6 == AF_INET6 && PF_UNIX == AF_UNIX && AF_LOCAL == AF_UNIX);
    show_yes("IN6_IS_ADDR_LOOPBACK", IN6_IS_ADDR_LOOPBACK(&in6addr_loopback) && !IN6_IS_ADDR_LOOPBACK(&in6addr_any));
    show_yes("SOMAXCONN", SOMAXCONN >= 128);
    show("family of storage", "%s", family_name(SA(&storage)->sa_family));
    return 0;
}
