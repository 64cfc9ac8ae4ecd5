// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_BINDTODEVICE: no device at first, an unknown one is refused.
 * @netns
 */
#include "observe.h"

static void test(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    char name[32] = "untouched";
    socklen_t length = sizeof name;
    show_result("get", getsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, name, &length));
    show("length", "%u", (unsigned)length);
    show_result("unknown device", setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "nosuch0", 8));
    show_result("none", setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "", 0));
    show_result("empty name", setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "\0", 1));
}

int main(void)
{
    test();
    return 0;
}
