// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Names that are no paths, as Linux alone has them: abstract ones, and those it finds by itself.
 * @folder */
#include "unix.h"

static void test(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("bind to no path", bind(fd, SA(&address), PATH));
    fd = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "wasock%ld", (long)(uintptr_t)time(NULL));
    for (const char *at = strrchr(folder(), '/'); at && *at; at++)
        address.sun_path[strlen(address.sun_path + 1) + 1] = *at;
    show_result("bind to an abstract name", bind(fd, SA(&address), sizeof address));
    show_result("listen", listen(fd, 1));
    int client = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("connect to it", connect(client, SA(&address), sizeof address));
}

int main(void)
{
    test();
    return 0;
}
