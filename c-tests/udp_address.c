// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* recvfrom's address: no room, little room, a length that is missing, and an address nobody wants. */
#include "observe.h"

static int fd, sender;
static struct sockaddr_storage there;

static void one(const char *label, socklen_t room)
{
    unsigned char buffer[64];
    char text[8];
    socklen_t length = room;
    memset(buffer, 0xa5, sizeof buffer);
    require(sendto(sender, "data", 4, 0, SA(&there), sizeof(struct sockaddr_in)) == 4, "sendto");
    wait_for(fd, POLLIN);
    show_received(label, text, recvfrom(fd, text, sizeof text, 0, SA(buffer), &length));
    size_t touched = sizeof buffer;
    while (touched > 0 && buffer[touched - 1] == 0xa5)
        touched--;
    show("  told", "%u", (unsigned)length);
    show_yes("  nothing beyond the room", touched <= room);
    if (room >= 8)
        show_yes("  127.0.0.1", memcmp(buffer + 4, "\177\0\0\1", 4) == 0);
}

static void test(void)
{
    char text[8];
    socklen_t length = 16;
    fd = NEEDED(udp_on_loopback(&there));
    sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    one("no room", 0);
    one("room for the family", 2);
    one("room for half", 8);
    one("just enough", 16);
    one("more than enough", 60);
    for (int i = 0; i < 2; i++)
        require(sendto(sender, "more", 4, 0, SA(&there), sizeof(struct sockaddr_in)) == 4, "sendto");
    wait_for(fd, POLLIN);
    show_received("no address, no length", text, recvfrom(fd, text, sizeof text, 0, NULL, NULL));
    wait_for(fd, POLLIN);
    show_received("no address, a length", text, recvfrom(fd, text, sizeof text, 0, NULL, &length));
    show_int("length untouched", (long)length);
}

int main(void)
{
    test();
    return 0;
}
