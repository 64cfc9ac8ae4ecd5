// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The destination of a send is read only where the socket has a use for one. A connected stream ignores it, whatever
 * it is, but for a length or a pointer that cannot be; UDP over IPv4 takes a family that was left 0 for AF_INET, and
 * over IPv6 takes it for no destination at all. */
#include "observe.h"

/* The mmsg form, whose count tells success. */
static int many(int fd, const void *address, socklen_t length)
{
    struct iovec part = {(char *)"many", 4};
    struct mmsghdr messages[2] = {{.msg_hdr = {(void *)address, length, &part, 1, NULL, 0, 0}}};
    messages[1] = messages[0];
    return sendmmsg(fd, messages, 2, 0);
}

static ssize_t message(int fd, const void *address, socklen_t length)
{
    struct iovec part = {(char *)"message", 7};
    return sendmsg(fd, &(struct msghdr){(void *)address, length, &part, 1, NULL, 0, 0}, 0);
}

static void drained(const char *label, int fd)
{
    char text[16];
    int count = 0;
    while (events_within(fd, POLLIN, count ? 100 : 2000) & POLLIN && recv(fd, text, sizeof text, MSG_DONTWAIT) >= 0)
        count++;
    show_int(label, count);
}

static void taken(const char *label, int fd, size_t length)
{
    char text[128];
    size_t got = 0;
    while (got < length && events_within(fd, POLLIN, 2000) & POLLIN) {
        ssize_t now = recv(fd, text, sizeof text, 0);
        if (now <= 0)
            break;
        got += (size_t)now;
    }
    show_int(label, (long)got);
}

static void streams(const char *label, int family)
{
    int pair[2];
    struct sockaddr_storage zeroed = {0}, other = {0}, local = {0};
    struct sockaddr_in elsewhere = address4(0x7f000001, 9);
    NEEDED(stream_pair(family, pair));
    other.ss_family = 77;
    local.ss_family = AF_UNIX;
    show(label, "follows");
    show_result("  zeroed", sendto(pair[0], "data", 4, 0, SA(&zeroed), sizeof(struct sockaddr_in)));
    show_result("  zeroed, the whole storage", sendto(pair[0], "data", 4, 0, SA(&zeroed), sizeof zeroed));
    show_result("  an unknown family", sendto(pair[0], "data", 4, 0, SA(&other), sizeof(struct sockaddr_in)));
    show_result("  AF_UNIX", sendto(pair[0], "data", 4, 0, SA(&local), sizeof(struct sockaddr_in)));
    show_result("  length 3", sendto(pair[0], "data", 4, 0, SA(&zeroed), 3));
    show_result("  length 0", sendto(pair[0], "data", 4, 0, SA(&zeroed), 0));
    show_result("  elsewhere", sendto(pair[0], "data", 4, 0, SA(&elsewhere), sizeof elsewhere));
    show_result("  with a flag", sendto(pair[0], "data", 4, MSG_DONTWAIT, SA(&zeroed), sizeof(struct sockaddr_in)));
    show_result("  length 129", sendto(pair[0], "data", 4, 0, SA(&zeroed), 129));
    show_result("  length -1", sendto(pair[0], "data", 4, 0, SA(&zeroed), (socklen_t)-1));
    show_result("  outside memory", sendto(pair[0], "data", 4, 0, SA((uintptr_t)-4096), sizeof(struct sockaddr_in)));
    show_result("  message, zeroed", message(pair[0], &zeroed, sizeof zeroed));
    show_result("  message, length 3", message(pair[0], &zeroed, 3));
    show_result("  message, elsewhere", message(pair[0], &elsewhere, sizeof elsewhere));
    show_result("  messages, zeroed", many(pair[0], &zeroed, sizeof zeroed));
    taken("  arrived", pair[1], 8 * 4 + 3 * 7 + 2 * 4);
}

static void nobody_connected(int family)
{
    struct sockaddr_storage zeroed = {0};
    int fresh = NEEDED(new_socket(family, SOCK_STREAM));
    show_result("  nobody connected, zeroed",
                sendto(fresh, "data", 4, MSG_NOSIGNAL, SA(&zeroed), sizeof(struct sockaddr_in)));
    show_result("  nobody connected, length 3", sendto(fresh, "data", 4, MSG_NOSIGNAL, SA(&zeroed), 3));
}

static void datagrams4(void)
{
    struct sockaddr_storage there;
    int fd = NEEDED(bound(AF_INET, SOCK_DGRAM, &there)), sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    struct sockaddr_in to, zeroed = {0}, other;
    memcpy(&to, &there, sizeof to);
    other = to;
    other.sin_family = 77;
    to.sin_family = AF_UNSPEC;
    show("AF_INET datagrams", "follows");
    show_result("  no family", sendto(sender, "data", 4, 0, SA(&to), sizeof to));
    show_result("  no family, with a flag", sendto(sender, "data", 4, MSG_DONTWAIT, SA(&to), sizeof to));
    show_result("  no family, nothing", sendto(sender, "", 1, 0, SA(&to), sizeof to));
    show_result("  message, no family", message(sender, &to, sizeof to));
    show_result("  messages, no family", many(sender, &to, sizeof to));
    drained("  arrived", fd);
    show_result("  no family, no port", sendto(sender, "data", 4, 0, SA(&zeroed), sizeof zeroed));
    show_result("  no family, length 3", sendto(sender, "data", 4, 0, SA(&to), 3));
    show_result("  an unknown family", sendto(sender, "data", 4, 0, SA(&other), sizeof other));
    other.sin_family = AF_INET6;
    show_result("  AF_INET6, cut short", sendto(sender, "data", 4, 0, SA(&other), sizeof other));
    show_result("  length 0", sendto(sender, "data", 4, 0, SA(&to), 0));
    show_result("  message, length 3", message(sender, &to, 3));
    NEED(connect(sender, SA(&there), sizeof(struct sockaddr_in)) == 0, "connect");
    show_result("  connected, zeroed", sendto(sender, "data", 4, 0, SA(&zeroed), sizeof zeroed));
    show_result("  connected, message, length 0", message(sender, &zeroed, 0));
    drained("  arrived", fd);
}

static void datagrams6(void)
{
    struct sockaddr_storage there;
    int fd = NEEDED(bound(AF_INET6, SOCK_DGRAM, &there)), sender = NEEDED(new_socket(AF_INET6, SOCK_DGRAM));
    struct sockaddr_storage zeroed = {0}, other = {0};
    struct sockaddr_in6 to;
    memcpy(&to, &there, sizeof to);
    to.sin6_family = AF_UNSPEC;
    other.ss_family = 77;
    show("AF_INET6 datagrams", "follows");
    show_result("  no peer, zeroed", sendto(sender, "data", 4, 0, SA(&zeroed), sizeof(struct sockaddr_in6)));
    show_result("  no peer, no family", sendto(sender, "data", 4, 0, SA(&to), sizeof to));
    NEED(connect(sender, SA(&there), sizeof to) == 0, "connect");
    show_result("  zeroed", sendto(sender, "data", 4, 0, SA(&zeroed), sizeof(struct sockaddr_in6)));
    show_result("  zeroed, length 16", sendto(sender, "data", 4, 0, SA(&zeroed), 16));
    show_result("  no family", sendto(sender, "data", 4, 0, SA(&to), sizeof to));
    show_result("  message, zeroed", message(sender, &zeroed, sizeof zeroed));
    show_result("  messages, zeroed", many(sender, &zeroed, sizeof zeroed));
    drained("  arrived", fd);
    show_result("  an unknown family", sendto(sender, "data", 4, 0, SA(&other), sizeof to));
    show_result("  length 1", sendto(sender, "data", 4, 0, SA(&zeroed), 1));
}

int main(void)
{
    streams("AF_INET streams", AF_INET);
    nobody_connected(AF_INET);
    streams("AF_INET6 streams", AF_INET6);
    nobody_connected(AF_INET6);
    datagrams4();
    datagrams6();
    return 0;
}
