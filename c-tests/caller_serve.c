// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A server that another program calls, twice: bind, listen, accept, answer, close.
 * @peer caller */
#include "observe.h"

static void serve(int listening)
{
    char text[8];
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int fd = show_fd("accept", accept(listening, SA(&address), &length));
    require(fd >= 0, "accept");
    show("from", "%s", family_name(address.ss_family));
    show_received("recv", text, recv(fd, text, 5, MSG_WAITALL));
    show_result("write", write(fd, "hi!", 3));
    show_received("back", text, recv(fd, text, 3, MSG_WAITALL));
    show_result("close", close(fd));
}

static void listen_and_serve(void)
{
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    struct sockaddr_in here = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("LISTEN_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("SO_REUSEADDR", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)));
    show_result("bind", bind(fd, SA(&here), sizeof here));
    show_result("again", bind(fd, SA(&here), sizeof here));
    show_result("getsockname", getsockname(fd, SA(&name), &length));
    show_yes("  it is what was bound", length == sizeof here && !memcmp(&name, &here, 8));
    NEED(show_result("listen", listen(fd, 4)) == 0, "listen");
    show_result("again", listen(fd, 8));
    show_result("recv", recv(fd, &length, 1, 0));
    serve(fd);
    serve(fd);
    show_result("close", close(fd));
}

int main(void)
{
    listen_and_serve();
    return 0;
}
