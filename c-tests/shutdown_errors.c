// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown where it has no sense; a wrong "how" is refused before the state of the socket is looked at. */
#include "observe.h"

static void connection(void)
{
    int pair[2];
    char byte;
    NEEDED(tcp_pair(pair));
    show_result("how 77", shutdown(pair[0], 77));
    show_result("how -1", shutdown(pair[0], -1));
    show_result("it still sends", send(pair[0], "x", 1, MSG_NOSIGNAL));
    wait_for(pair[1], POLLIN);
    show_received("and is heard", &byte, recv(pair[1], &byte, 1, 0));

}

static void fresh(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("never connected", shutdown(fd, SHUT_RDWR));
    show_result("never connected, how 77", shutdown(fd, 77));
}

static void bound_only(void)
{
    int fd = NEEDED(bound_untold(AF_INET, SOCK_STREAM));
    show_result("bound only", shutdown(fd, SHUT_RDWR));
}

int main(void)
{
    connection();
    fresh();
    bound_only();
    return 0;
}
