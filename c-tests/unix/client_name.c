// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A client that has bound itself: the server sees its name, also from a client that has gone, and by accept4.
 * @folder */
#include "unix.h"

int main(void)
{
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    int listening = listening_at("server");
    int client = bound_at(SOCK_STREAM, "client");
    require(connect_at(client, "server") == 0, "connect");
    show_names("client", client);
    memset(&name, 0, sizeof name);
    int server = show_fd("accept4", accept4(listening, SA(&name), &length, SOCK_NONBLOCK));
    show_name("of", &name, length);
    show_yes("does not wait", fcntl(server, F_GETFL) & O_NONBLOCK);
    close(client);
    show_names("of one that has gone", server);
    close(server);
    client = bound_at(SOCK_STREAM, "early");
    require(connect_at(client, "server") == 0, "connect");
    close(client);
    length = sizeof name;
    memset(&name, 0, sizeof name);
    server = show_fd("accept of one that has gone", accept(listening, SA(&name), &length));
    show_name("of", &name, length);
    length = PATH + 3;
    memset(&name, 0xa5, sizeof name);
    require(getpeername(server, SA(&name), &length) == 0, "getpeername");
    show("cut, length beyond the folder", "%d", (int)(length - strlen(folder()) - 1));
    show_yes("three bytes and no more",
             memcmp(name.sun_path, folder(), 3) == 0 && (unsigned char)name.sun_path[3] == 0xa5);
    return 0;
}
