// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* inet_aton, inet_addr and inet_network in all the forms they take and refuse. */
#include "observe.h"

static void one(const char *text)
{
    struct in_addr address = {htonl(0xa5a5a5a5)};
    int good = inet_aton(text, &address);
    show(text, "%d %08x, addr %08x, network %08x", good, good ? (unsigned)ntohl(address.s_addr) : 0u,
         (unsigned)ntohl(inet_addr(text)), (unsigned)inet_network(text));
}

int main(void)
{
    static const char *const texts[] = {
        "127.0.0.1", "1.2.3.4", "127.1", "1.2.3", "10.258", "16909060", "0x01020304", "0x1.0x2.0x3.0x4", "01.02.03.04", "0377.0.0.1",
        "255.255.255.255", "0", "0.0.0.0", "4294967295", "", "1.2.3.256", "1.2.256.1", "256.1.1.1", "1.2.3.4.5", "a.b.c.d",
        "1.2.3.4x", "1..2", ".1", "-1", "1.2.3.-4", "09.1.1.1", "0x", "x1", "xg", "1.x2",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        one(texts[i]);
    struct in_addr address = {0};
    show_yes("text after a space is let pass by inet_aton", inet_aton("1.2.3.4 and more", &address));
    show_yes("newline too", inet_aton("1.2.3.4\n", &address));
    show_yes("INADDR_NONE", inet_addr("nothing") == INADDR_NONE);
    return 0;
}
