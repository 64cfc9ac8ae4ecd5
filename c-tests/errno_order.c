// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Which error stands where a call has several: programs that probe for a socket ask with arguments that are none. */
#include "observe.h"

static void *volatile nowhere;

static void of_descriptor(const char *label, int fd)
{
    struct sockaddr_storage long_enough = {.ss_family = AF_INET};
    const socklen_t too_long = 1000, in = sizeof(struct sockaddr_in);
    show(label, "follows");
    show_result("bind, no address", bind(fd, nowhere, in));
    show_result("bind, too long", bind(fd, SA(&long_enough), too_long));
    show_result("connect, no address", connect(fd, nowhere, in));
    show_result("connect, too long", connect(fd, SA(&long_enough), too_long));
    show_result("connect, too short", connect(fd, SA(&long_enough), 8));
    long_enough.ss_family = AF_UNIX;
    show_result("connect, too short for any", connect(fd, SA(&long_enough), 8));
    show_result("connect, length 0", connect(fd, nowhere, 0));
    show_result("accept, no length", accept(fd, SA(&long_enough), nowhere));
    show_result("accept4, unknown flags", accept4(fd, NULL, NULL, 0x40000000));
    show_result("listen", listen(fd, 1));
    show_result("shutdown, unknown way", shutdown(fd, 77));
    show_result("getsockname, no room", getsockname(fd, nowhere, nowhere));
    show_result("getpeername, no room", getpeername(fd, nowhere, nowhere));
    show_result("getsockopt, no room", getsockopt(fd, SOL_SOCKET, SO_TYPE, nowhere, nowhere));
    show_result("setsockopt, no value", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, nowhere, 4));
    show_result("setsockopt, not to be set, short", setsockopt(fd, SOL_SOCKET, SO_TYPE, &fd, 2));
    show_result("send, no data", send(fd, nowhere, 4, MSG_NOSIGNAL));
    show_result("sendto, no data", sendto(fd, nowhere, 4, MSG_NOSIGNAL, NULL, 0));
    show_result("sendto, no address", sendto(fd, "data", 4, MSG_NOSIGNAL, SA(&long_enough), too_long));
    show_result("sendmsg, no message", sendmsg(fd, nowhere, MSG_NOSIGNAL));
    show_result("recvfrom, no room", recvfrom(fd, nowhere, 4, 0, NULL, NULL));
    show_result("recvmsg, no message", recvmsg(fd, nowhere, 0));
}

static void unconnected(void)
{
    int stream = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("set SO_TYPE, short", setsockopt(stream, SOL_SOCKET, SO_TYPE, &stream, 2));
    show_result("set SO_ERROR, nothing", setsockopt(stream, SOL_SOCKET, SO_ERROR, nowhere, 4));
    show_result("set IPV6_TCLASS over IPv4, length -1",
                setsockopt(stream, IPPROTO_IPV6, IPV6_TCLASS, &stream, (socklen_t)-1));
    show_result("send, not connected", send(stream, nowhere, 4, MSG_NOSIGNAL));
    show_result("recv, not connected", recv(stream, nowhere, 4, 0));
}

static void connection(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("send, connected", send(pair[0], nowhere, 4, MSG_NOSIGNAL));
    require(send(pair[1], "data", 4, 0) == 4, "send");
    wait_for(pair[0], POLLIN);
    show_result("recv, connected", recv(pair[0], nowhere, 4, 0));
    show_received("data is still there", text, recv(pair[0], text, sizeof text, 0));
}

static void datagrams(void)
{
    struct sockaddr_storage here;
    char text[8];
    int receiver = NEEDED(bound(AF_INET, SOCK_DGRAM, &here));
    int sender = NEEDED(connected(SOCK_DGRAM, &here));
    NEEDED(set_nonblocking(receiver));
    show_result("recv, no datagram", recv(receiver, nowhere, 4, 0));
    show_result("send of a datagram", send(sender, nowhere, 4, 0));
    require(send(sender, "data", 4, 0) == 4, "send");
    wait_for(receiver, POLLIN);
    show_result("recv, a datagram", recv(receiver, nowhere, 4, 0));
    show_result("it is gone", recv(receiver, text, sizeof text, 0));
}

int main(void)
{
    of_descriptor("closed", 999);
    of_descriptor("standard input", 0);
    unconnected();
    connection();
    datagrams();
    return 0;
}
