// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The peer's address in a buffer that is too small: as much as fits, the full size told, and nothing written beyond. */
#include "observe.h"

static int listening;
static struct sockaddr_storage address;

static void one(const char *label, socklen_t room)
{
    unsigned char buffer[64];
    int client = NEEDED(connected(SOCK_STREAM, &address));
    socklen_t length = room;
    memset(buffer, 0xa5, sizeof buffer);
    wait_for(listening, POLLIN);
    int fd = show_fd(label, accept(listening, SA(buffer), &length));
    size_t touched = sizeof buffer;
    while (touched > 0 && buffer[touched - 1] == 0xa5)
        touched--;
    show("  told", "%u", (unsigned)length);
    show_yes("  nothing beyond the room", touched <= room);
    if (room >= sizeof(sa_family_t))
        show("  family", "%s", family_name(SA(buffer)->sa_family));
    if (room >= 8)
        show_yes("  127.0.0.1", memcmp(buffer + 4, "\177\0\0\1", 4) == 0);
    close(fd);
    close(client);
}

static void test(void)
{
    listening = NEEDED(listener(AF_INET, &address));
    one("no room", 0);
    one("room for the family", 2);
    one("room for half", 8);
    one("room for all but one", 15);
    one("just enough room", 16);
    one("more than enough", 60);
    int client = NEEDED(connected(SOCK_STREAM, &address));
    socklen_t negative = (socklen_t)-1;
    struct sockaddr_in peer;
    wait_for(listening, POLLIN);
    show_fd("negative room", accept(listening, SA(&peer), &negative));
    show_result("the client", close(client));
}

int main(void)
{
    test();
    return 0;
}
