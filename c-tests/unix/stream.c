// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A connection by a path: names of both sides, data both ways, the end, and the file that is left.
 * @folder */
#include "unix.h"

static void test(void)
{
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    char text[16];
    int listening = listening_at("s");
    show_names("listener", listening);
    int client = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_names("fresh", client);
    show_result("connect", connect_at(client, "s"));
    show_result("connect again", connect_at(client, "s"));
    memset(&name, 0, sizeof name);
    int server = show_fd("accept", accept(listening, SA(&name), &length));
    show_name("of", &name, length);
    show_names("client", client);
    show_names("server", server);
    show_result("write", write(client, "to", 2));
    show_received("read", text, read(server, text, sizeof text));
    show_result("send", send(server, "fro", 3, 0));
    show_received("peek", text, recv(client, text, sizeof text, MSG_PEEK));
    length = sizeof name;
    memset(&name, 0, sizeof name);
    show_received("recvfrom", text, recvfrom(client, text, sizeof text, 0, SA(&name), &length));
    show_name("of", &name, length);
    require(send(client, "nameless", 8, 0) == 8, "send");
    length = sizeof name;
    show_received("recvfrom", text, recvfrom(server, text, sizeof text, 0, SA(&name), &length));
    show("length told", "%u", (unsigned)length);
    show_result("shutdown", shutdown(client, SHUT_WR));
    show_result("the end", read(server, text, sizeof text));
    show_result("send after the end", send(client, "x", 1, MSG_NOSIGNAL));
    show_result("the other way", send(server, "still", 5, 0));
    show_received("recv", text, recv(client, text, sizeof text, 0));
    close(server);
    show_result("the end here", recv(client, text, sizeof text, 0));
    close(client);
    close(listening);
    client = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("connect to what is left", connect_at(client, "s"));
    struct sockaddr_un address = at("s");
    show_result("unlink", unlink(address.sun_path));
    show_result("connect to nothing", connect_at(client, "s"));
}

int main(void)
{
    test();
    return 0;
}
