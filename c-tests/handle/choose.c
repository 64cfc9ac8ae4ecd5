// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* wasock_set_network_handle: the program takes one of the address pools that the host has opened, 3 and 4. */
#include "../observe.h"
#include <wasock.h>

static void try(const char *label, uint32_t host)
{
    struct sockaddr_in address = address4(host, 0);
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result(label, bind(fd, SA(&address), sizeof address));
    close(fd);
}

static void both(void)
{
    try("  127.0.0.1", 0x7f000001);
    try("  127.0.0.2", 0x7f000002);
}

int main(void)
{
    int named = wasock_set_network_handle(-1);
    show_result("as the library finds them", named);
    if (named == -1)
        return 0;
    both();
    show_result("the first", wasock_set_network_handle(3));
    both();
    show_result("the second", wasock_set_network_handle(4));
    both();
    show_result("standard output", wasock_set_network_handle(1));
    show_result("nothing", wasock_set_network_handle(999));
    show_result("any again", wasock_set_network_handle(-1));
    both();
    return 0;
}
