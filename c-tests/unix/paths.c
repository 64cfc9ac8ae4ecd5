// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* How long a path may be, where it ends, and how a name is cut.
 * @folder */
#include "unix.h"

static void named(const char *label, struct sockaddr_un *address, socklen_t length)
{
    unsigned char room[128];
    socklen_t told = sizeof room;
    int fd = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    if (show_result(label, bind(fd, SA(address), length)) != 0)
        return;
    memset(room, 0xa5, sizeof room);
    require(getsockname(fd, SA(room), &told) == 0, "getsockname");
    size_t before = PATH + strlen(folder()) + 1;
    show("  length", "%s", told == sizeof *address + 1 ? "one more than there is" : told == sizeof *address ? "all" : "less");
    show("  name", "%.*s", 8, (const char *)room + before);
    show_yes("  a zero behind it", room[told - 1] == 0);
    show_yes("  and nothing more", room[told] == 0xa5);
    require(listen(fd, 1) == 0, "listen");
    int client = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("  connect", connect(client, SA(address), length));
    close(client);
    close(fd);
}

/* A path that fills `length` bytes. */
static struct sockaddr_un filled(char with, size_t length)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t before = strlen(folder());
    memset(address.sun_path, with, length);
    memcpy(address.sun_path, folder(), before);
    address.sun_path[before] = '/';
    return address;
}

int main(void)
{
    struct sockaddr_un address = filled('a', sizeof address.sun_path);
    named("no zero at the end", &address, sizeof address);
    address = filled('b', sizeof address.sun_path - 1);
    named("one byte less, and a zero", &address, sizeof address);
    address = filled('c', sizeof address.sun_path - 1);
    named("the zero not counted", &address, sizeof address - 1);
    address = at("dddd");
    memset(address.sun_path + strlen(address.sun_path) + 1, 'x', 4);
    named("something behind the zero", &address, sizeof address);
    address = at("eeeeffff");
    named("cut by the length", &address, (socklen_t)(PATH + strlen(address.sun_path) - 4));
    show_result("that is its name", unlink(at("eeee").sun_path));
    address = at("gggg");
    named("SUN_LEN", &address, (socklen_t)SUN_LEN(&address));
    int fd = bound_at(SOCK_STREAM, "h");
    unsigned char room[8];
    for (socklen_t some = 0; some <= 4; some += 2) {
        socklen_t told = some;
        memset(room, 0xa5, sizeof room);
        show_result("getsockname with little room", getsockname(fd, SA(room), &told));
        show("  length beyond the folder", "%d", (int)(told - strlen(folder()) - 1));
        show_yes("  nothing beyond the room", room[some] == 0xa5);
    }
    return 0;
}
