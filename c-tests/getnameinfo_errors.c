// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What getnameinfo refuses, and that it writes no more than there is room for. */
#include "observe.h"

static struct sockaddr_in v4;

static void room(socklen_t host_room, socklen_t service_room)
{
    char host[16], service[8];
    memset(host, '#', sizeof host);
    memset(service, '#', sizeof service);
    int code = getnameinfo(SA(&v4), sizeof v4, host, host_room, service, service_room, NI_NUMERICHOST | NI_NUMERICSERV);
    show("room", "%u and %u: %s", (unsigned)host_room, (unsigned)service_room, eai_name(code));
    show_yes("  nothing beyond", host[host_room] == '#' && service[service_room] == '#');
    if (!code)
        show("  answer", "%s %s", host_room ? host : "", service_room ? service : "");
}

int main(void)
{
    char host[64], service[16];
    struct sockaddr_in6 v6 = loopback6();
    v4 = address4(0x7f000001, 1234);
    room(10, 5);
    room(9, 5);
    room(10, 4);
    room(1, 5);
    room(10, 1);
    show("unknown flag", "%s", eai_name(getnameinfo(SA(&v4), sizeof v4, host, sizeof host, NULL, 0, 0x40000000)));
    show("short", "%s", eai_name(getnameinfo(SA(&v4), 8, host, sizeof host, NULL, 0, NI_NUMERICHOST)));
    show("length 0", "%s", eai_name(getnameinfo(SA(&v4), 0, host, sizeof host, NULL, 0, NI_NUMERICHOST)));
    show("short IPv6", "%s", eai_name(getnameinfo(SA(&v6), 16, host, sizeof host, NULL, 0, NI_NUMERICHOST)));
    v4.sin_family = 12345;
    show("unknown family", "%s", eai_name(getnameinfo(SA(&v4), sizeof v4, host, sizeof host, service, sizeof service, 0)));
    v4.sin_family = AF_UNSPEC;
    show("no family", "%s", eai_name(getnameinfo(SA(&v4), sizeof v4, host, sizeof host, service, sizeof service, NI_NUMERICHOST)));
    return 0;
}
