// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What cannot be bound, listened to or connected to, and how Linux says so.
 * @folder */
#include "unix.h"

static void binds(const char *label, const struct sockaddr_un *address, socklen_t length)
{
    int fd = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result(label, bind(fd, (const struct sockaddr *)address, length));
    close(fd);
}

static void connects(const char *label, int type, const char *file)
{
    int fd = NEEDED(new_socket(AF_UNIX, type));
    show_result(label, connect_at(fd, file));
    close(fd);
}

static void test(void)
{
    struct sockaddr_un address = at("taken");
    int listening = listening_at("taken"), datagrams = bound_at(SOCK_DGRAM, "datagrams"), quiet = bound_at(SOCK_STREAM, "quiet");
    FILE *file = fopen(at("file").sun_path, "w");
    require(file != NULL && fclose(file) == 0, "a file");
    binds("bind to what is taken", &address, sizeof address);
    address = at("file");
    binds("bind to a file", &address, sizeof address);
    address = at("no/such");
    binds("bind in no folder", &address, sizeof address);
    address = at("file/below");
    binds("bind below a file", &address, sizeof address);
    address = at("again");
    show_result("bind twice", bind(listening, SA(&address), sizeof address));
    binds("a negative length", &address, (socklen_t)-1);
    binds("no length", &address, 0);
    binds("a family alone", &address, 1);
    binds("longer than there is", &address, sizeof address + 1);
    struct sockaddr_in inet = loopback4();
    binds("an address of AF_INET", (const void *)&inet, sizeof inet);
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM)), udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    show_result("a path for TCP", bind(tcp, SA(&address), sizeof address));
    show_result("connect TCP to a path", connect(tcp, SA(&address), sizeof address));
    show_result("UDP to a path", sendto(udp, "x", 1, 0, SA(&address), sizeof address));
    show_result("unlink what is taken", unlink(at("taken").sun_path));
    address = at("taken");
    binds("bind to what was taken", &address, sizeof address);
    connects("connect to nothing", SOCK_STREAM, "nothing");
    connects("connect to a file", SOCK_STREAM, "file");
    connects("connect to who does not listen", SOCK_STREAM, "quiet");
    connects("connect a stream to datagrams", SOCK_STREAM, "datagrams");
    connects("connect datagrams to a stream", SOCK_DGRAM, "quiet");
    connects("connect below a file", SOCK_STREAM, "file/below");
    int fresh = NEEDED(new_socket(AF_UNIX, SOCK_STREAM));
    show_result("connect, no length", connect(fresh, SA(&address), 0));
    show_result("connect, a family alone", connect(fresh, SA(&address), 2));
    show_result("connect to AF_INET", connect(fresh, SA(&inet), sizeof inet));
    show_result("connect to EFAULT", connect(fresh, NULL, sizeof address));
    show_result("send unconnected", send(fresh, "x", 1, MSG_NOSIGNAL));
    show_result("recv unconnected", recv(fresh, &(char){0}, 1, 0));
    show_result("shutdown unconnected", shutdown(fresh, SHUT_RDWR));
    show_fd("accept unbound", accept(fresh, NULL, NULL));
    show_result("listen unbound", listen(fresh, 1));
    show_result("listen for datagrams", listen(datagrams, 1));
    show_result("connect a listener", connect_at(listening, "quiet"));
    show_fd("SOCK_SEQPACKET", socket(AF_UNIX, SOCK_SEQPACKET, 0));
    show_fd("a protocol there is not", socket(AF_UNIX, SOCK_STREAM, 77));
    show_fd("its own protocol", socket(AF_UNIX, SOCK_STREAM, PF_UNIX));
    close(quiet);
}

int main(void)
{
    test();
    return 0;
}
