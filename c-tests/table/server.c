// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What a server calls.
 * @peer caller */
#include "row.h"

int main(void)
{
    struct sockaddr_in here = at_port("LISTEN_PORT"), name = {0};
    socklen_t length = sizeof name;
    char text[8];
    int fd = or_error(socket(AF_INET, SOCK_STREAM, 0));
    if (fd >= 0)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    int bound = fd < 0 ? fd : or_error(bind(fd, SA(&here), sizeof here));
    TRY(bound, "bind", 1);
    if (bound < 0)
        fd = bound;
    TRY(fd, "getsockname of what is bound", getsockname(fd, SA(&name), &length) == 0 && name.sin_port == here.sin_port);
    TRY(fd, "listen", listen(fd, 4) == 0);
    int first = fd < 0 ? fd : or_error(accept(fd, NULL, NULL));
    TRY(first, "accept", recv(first, text, 5, MSG_WAITALL) == 5 && !memcmp(text, "hello", 5));
    if (first >= 0)
        close(first);
    length = sizeof name;
    memset(&name, 0, sizeof name);
    int second = fd < 0 ? fd : or_error(accept4(fd, SA(&name), &length, SOCK_NONBLOCK));
    TRY(second, "accept4", fcntl(second, F_GETFL) & O_NONBLOCK);
    TRY(second, "accept with the peer's address", name.sin_port != 0 && name.sin_family == AF_INET);
    return 0;
}
