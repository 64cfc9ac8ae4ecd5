// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The classful functions of BSD, and inet_ntoa with its one buffer. */
#include "observe.h"

static void one(uint32_t host_order)
{
    struct in_addr address = {htonl(host_order)};
    show("address", "%s net %08x host %08x", inet_ntoa(address), (unsigned)inet_netof(address), (unsigned)inet_lnaof(address));
}

static void made(in_addr_t net, in_addr_t host)
{
    struct in_addr address = inet_makeaddr(net, host);
    show("made", "%s", inet_ntoa(address));
}

int main(void)
{
    one(0x0a010203);
    one(0x7f000001);
    one(0xac100203);
    one(0xbfffffff);
    one(0xc0a80102);
    one(0xdfffffff);
    one(0);
    made(10, 0x010203);
    made(127, 1);
    made(0xac10, 0x0203);
    made(0xc0a801, 2);
    struct in_addr first = {htonl(0x01020304)}, second = {htonl(0x05060708)};
    char *text = inet_ntoa(first);
    char kept[16];
    strcpy(kept, text);
    inet_ntoa(second);
    show("kept", "%s", kept);
    show("longest", "%s", inet_ntoa((struct in_addr){0xffffffff}));
    show_yes("IN_CLASSA", IN_CLASSA(0x0a000000) && !IN_CLASSA(0xac000000));
    show_yes("IN_MULTICAST", IN_MULTICAST(0xe0000001) && !IN_MULTICAST(0xdfffffff));
    show_yes("byte order", ntohs(htons(0x1234)) == 0x1234 && ntohl(htonl(0x12345678)) == 0x12345678 && htonl(1) == 0x01000000);
    return 0;
}
