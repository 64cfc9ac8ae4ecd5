// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IP_TTL and IP_MULTICAST_TTL: ranges, -1 for the default, and the one-byte form that BSD programs use. */
#include "observe.h"

static int fd;

static void told(int name)
{
    int value = -7;
    socklen_t length = sizeof value;
    show_result("  get", getsockopt(fd, IPPROTO_IP, name, &value, &length));
    show("  now", "%d in %u bytes", value, (unsigned)length);
}

static void set(const char *label, int name, int value)
{
    show_result(label, setsockopt(fd, IPPROTO_IP, name, &value, sizeof value));
    told(name);
}

static void datagrams(void)
{
    unsigned char byte = 9;
    fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    set("IP_TTL 64", IP_TTL, 64);
    set("IP_TTL 255", IP_TTL, 255);
    set("IP_TTL 1", IP_TTL, 1);
    set("IP_TTL 0", IP_TTL, 0);
    set("IP_TTL 256", IP_TTL, 256);
    set("IP_TTL -2", IP_TTL, -2);
    show_result("IP_TTL of one byte", setsockopt(fd, IPPROTO_IP, IP_TTL, &byte, 1));
    told(IP_TTL);
    told(IP_MULTICAST_TTL);
    set("IP_MULTICAST_TTL 5", IP_MULTICAST_TTL, 5);
    set("IP_MULTICAST_TTL 0", IP_MULTICAST_TTL, 0);
    set("IP_MULTICAST_TTL 255", IP_MULTICAST_TTL, 255);
    set("IP_MULTICAST_TTL 256", IP_MULTICAST_TTL, 256);
    set("IP_MULTICAST_TTL -1", IP_MULTICAST_TTL, -1);
    show_result("IP_MULTICAST_TTL of one byte", setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &byte, 1));
    told(IP_MULTICAST_TTL);
    unsigned char answer[4] = {0xa5, 0xa5, 0xa5, 0xa5};
    socklen_t length = 1;
    show_result("one byte of answer", getsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, answer, &length));
    show("answer", "%d in %u bytes, next %s", answer[0], (unsigned)length, answer[1] == 0xa5 ? "untouched" : "touched");
}

static void stream(void)
{
    fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    set("IP_TTL on TCP", IP_TTL, 33);
    set("IP_MULTICAST_TTL on TCP", IP_MULTICAST_TTL, 5);
}

int main(void)
{
    datagrams();
    stream();
    return 0;
}
