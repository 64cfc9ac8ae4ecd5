// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The length of an int option: too short is refused, too long is taken, and an answer is cut to the room there is. */
#include "observe.h"

static void set(const char *label, int fd, int level, int name, socklen_t length)
{
    long long value = 1;
    show_result(label, setsockopt(fd, level, name, &value, length));
}

static void get(int fd, int level, int name, socklen_t room)
{
    unsigned char answer[16];
    socklen_t length = room;
    memset(answer, 0xa5, sizeof answer);
    show_result("getsockopt with room", getsockopt(fd, level, name, answer, &length));
    show("  room, told", "%d, %d", (int)room, (int)length);
    size_t touched = sizeof answer;
    while (touched > 0 && answer[touched - 1] == 0xa5)
        touched--;
    show("  bytes written", "%d, first %d", (int)touched, touched ? answer[0] : -1);
}

static void values(const char *label, int family, int level, int name)
{
    int fd = NEEDED(new_socket(family, SOCK_STREAM));
    show("option", "%s", label);
    set("length 0", fd, level, name, 0);
    set("length 1", fd, level, name, 1);
    set("length 3", fd, level, name, 3);
    set("length 8", fd, level, name, 8);
    set("length -1", fd, level, name, (socklen_t)-1);
    close(fd);
}

static void answers(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), on = 1;
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    for (socklen_t room = 0; room <= 8; room += room < 4 ? 1 : 4)
        get(fd, SOL_SOCKET, SO_KEEPALIVE, room);
    for (socklen_t room = 0; room <= 8; room += room < 4 ? 1 : 4)
        get(fd, IPPROTO_TCP, TCP_NODELAY, room);
    get(fd, SOL_SOCKET, SO_KEEPALIVE, (socklen_t)-1);
    get(fd, IPPROTO_TCP, TCP_NODELAY, (socklen_t)-1);
}

int main(void)
{
    values("SO_KEEPALIVE", AF_INET, SOL_SOCKET, SO_KEEPALIVE);
    values("TCP_NODELAY", AF_INET, IPPROTO_TCP, TCP_NODELAY);
    values("IPV6_V6ONLY", AF_INET6, IPPROTO_IPV6, IPV6_V6ONLY);
    answers();
    return 0;
}
