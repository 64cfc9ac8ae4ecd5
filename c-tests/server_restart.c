// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A server that ends and starts again at once finds its port busy with old connections, unless it sets SO_REUSEADDR. */
#include "observe.h"

static void one(const char *label, int reuse)
{
    struct sockaddr_in here = loopback4();
    struct sockaddr_storage there;
    socklen_t length = sizeof there;
    char byte;
    int first = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(setsockopt(first, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse) == 0, "SO_REUSEADDR");
    NEED(bind(first, SA(&here), sizeof here) == 0 && listen(first, 4) == 0, "bind and listen");
    NEED(getsockname(first, SA(&there), &length) == 0, "getsockname");
    int client = NEEDED(connected(SOCK_STREAM, &there)), server = NEEDED(accepted(first));
    show(label, "begins");
    show_result("  the server ends the connection", close(server));
    wait_for(client, POLLIN);
    show_result("  the client hears it", recv(client, &byte, 1, 0));
    show_result("  the server ends", close(first));

    int second = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    setsockopt(second, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    show_result("  it starts again", bind(second, SA(&there), sizeof here));
    show_result("  and listens", listen(second, 4));
    if (reuse) {
        int again = NEEDED(connected(SOCK_STREAM, &there));
        show_result("  a client comes", close(NEEDED(accepted(second))));
        close(again);
    }
    close(client);
    close(second);
}

int main(void)
{
    one("without SO_REUSEADDR", 0);
    one("with SO_REUSEADDR", 1);
    return 0;
}
