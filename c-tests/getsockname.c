// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* getsockname: before and after an address is known, with little room, and with arguments that are no arguments. */
#include "observe.h"

static void fresh(void)
{
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    memset(&name, 0xff, sizeof name);
    show_result("fresh", getsockname(fd, SA(&name), &length));
    show_address("address", &name);
    show("length", "%u", (unsigned)length);
}

static void fresh_ipv6(void)
{
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    int fd = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    memset(&name, 0xff, sizeof name);
    show_result("fresh IPv6", getsockname(fd, SA(&name), &length));
    show_address("address", &name);
}

static void little_room(void)
{
    unsigned char buffer[64];
    struct sockaddr_storage name;
    socklen_t length;
    int fd = NEEDED(bound(AF_INET, SOCK_STREAM, &name));
    for (socklen_t room = 0; room <= 20; room += 4) {
        memset(buffer, 0xa5, sizeof buffer);
        length = room;
        show_result("with room for some", getsockname(fd, SA(buffer), &length));
        size_t touched = sizeof buffer;
        while (touched > 0 && buffer[touched - 1] == 0xa5)
            touched--;
        show("  room, told", "%u, %u", (unsigned)room, (unsigned)length);
        show_yes("  nothing beyond", touched <= room);
    }
    length = (socklen_t)-1;
    show_result("negative length", getsockname(fd, SA(buffer), &length));
    show_result("no length", getsockname(fd, SA(buffer), NULL));
    length = 16;
    show_result("no address", getsockname(fd, NULL, &length));
    length = 0;
    show_result("no address, no room", getsockname(fd, NULL, &length));
    show("length", "%u", (unsigned)length);
}

static void connected_udp(void)
{
    struct sockaddr_storage name, there;
    socklen_t length = sizeof name;
    NEEDED(bound(AF_INET, SOCK_DGRAM, &there));
    int udp = NEEDED(connected(SOCK_DGRAM, &there));
    show_result("UDP after connect", getsockname(udp, SA(&name), &length));
    show_address("address", &name);
}

int main(void)
{
    fresh();
    fresh_ipv6();
    little_room();
    connected_udp();
    return 0;
}
