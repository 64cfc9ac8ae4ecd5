// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* getsockname: before and after an address is known, with little room, and with arguments that are no arguments. */
#include "observe.h"

static void connected_udp(int udp)
{
    struct sockaddr_storage name, there;
    socklen_t length = sizeof name;
    int other = NEEDED(bound(AF_INET, SOCK_DGRAM, &there));
    NEED(connect(udp, SA(&there), sizeof(struct sockaddr_in)) == 0, "connect");
    show_result("UDP after connect", getsockname(udp, SA(&name), &length));
    show_address("address", &name);
    close(other);
}

static void test(void)
{
    unsigned char buffer[64];
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), fd6 = NEEDED(new_socket(AF_INET6, SOCK_STREAM)), udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));

    memset(&name, 0xff, sizeof name);
    show_result("fresh", getsockname(fd, SA(&name), &length));
    show_address("address", &name);
    show("length", "%u", (unsigned)length);
    length = sizeof name;
    memset(&name, 0xff, sizeof name);
    show_result("fresh IPv6", getsockname(fd6, SA(&name), &length));
    show_address("address", &name);
    struct sockaddr_in here = loopback4();
    NEED(bind(fd, SA(&here), sizeof here) == 0, "bind");
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
    connected_udp(udp);
}

int main(void)
{
    test();
    return 0;
}
