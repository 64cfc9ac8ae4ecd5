// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Datagrams to paths: who has sent them, who has no name, connected and not, and what cannot be sent.
 * @folder */
#include "unix.h"

static int receiver;

static void received(const char *label, int flags)
{
    struct sockaddr_un from;
    socklen_t length = sizeof from;
    char text[8];
    memset(&from, 0xa5, sizeof from);
    wait_for(receiver, POLLIN);
    show_received(label, text, recvfrom(receiver, text, sizeof text, flags, SA(&from), &length));
    if (length == 0)
        show_yes("  nobody, and nothing written", ((unsigned char *)&from)[0] == 0xa5);
    else
        show_name("  from", &from, length);
}

static ssize_t to(int fd, const char *file, const char *text)
{
    struct sockaddr_un address = at(file);
    return sendto(fd, text, strlen(text), 0, SA(&address), sizeof address);
}

static void test(void)
{
    receiver = bound_at(SOCK_DGRAM, "receiver");
    int named = bound_at(SOCK_DGRAM, "named"), nameless = NEEDED(new_socket(AF_UNIX, SOCK_DGRAM));
    show_names("receiver", receiver);
    show_result("sendto", to(named, "receiver", "one"));
    received("recvfrom", MSG_PEEK);
    received("once more", 0);
    show_result("sendto without a name", to(nameless, "receiver", "two"));
    received("recvfrom", 0);
    show_result("nothing at all", to(named, "receiver", ""));
    received("recvfrom", 0);
    show_result("too much for the room", to(named, "receiver", "0123456789"));
    struct sockaddr_un from;
    char text[8];
    struct iovec part = {text, 4};
    struct msghdr message = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part, .msg_iovlen = 1};
    memset(&from, 0, sizeof from);
    show_received("recvmsg", text, recvmsg(receiver, &message, 0));
    show_name("  from", &from, message.msg_namelen);
    show_yes("  cut", message.msg_flags & MSG_TRUNC);
    show_result("connect", connect_at(nameless, "receiver"));
    show_names("connected", nameless);
    show_result("send", send(nameless, "three", 5, 0));
    received("recvfrom", 0);
    show_result("send without a peer", send(named, "x", 1, 0));
    show_result("to nothing", to(named, "nothing", "x"));
    int stream = listening_at("stream");
    show_result("to a stream's path", to(named, "stream", "x"));
    close(receiver);
    show_result("to who has gone", to(named, "receiver", "x"));
    show_result("send to who has gone", send(nameless, "x", 1, 0));
    close(stream);
}

int main(void)
{
    test();
    return 0;
}
