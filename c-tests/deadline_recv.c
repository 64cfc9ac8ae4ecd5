// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_RCVTIMEO is the time of the whole call, however often the system has to be called: MSG_WAITALL from a peer that
 * sends a byte every 200 ms ends after 500 ms with what has come.
 * @peer slow
 * @alone
 */
#include "observe.h"

static int dial(void)
{
    const char *port = getenv("PEER_PORT");
    require(port != NULL, "PEER_PORT");
    struct sockaddr_in to = loopback4();
    to.sin_port = htons((uint16_t)atoi(port));
    int fd = new_socket(AF_INET, SOCK_STREAM);
    return done(connect(fd, SA(&to), sizeof to) == 0, "connect") ? fd : -1;
}

static void one(const char *label, int with_message)
{
    struct timeval limit = {0, 500000};
    char text[8];
    struct iovec parts[2] = {{text, 1}, {text + 1, 7}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    int fd = NEEDED(dial());
    struct pollfd first = {.fd = fd, .events = POLLIN};
    show(label, "follows");
    NEED(poll(&first, 1, PATIENCE_MS) >= 0, "poll");
    show_result("  SO_RCVTIMEO", setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit));
    long begin = now_ms();
    ssize_t got = with_message ? recvmsg(fd, &message, MSG_WAITALL) : recv(fd, text, sizeof text, MSG_WAITALL);
    int code = errno;
    long took = now_ms() - begin;
    show("  received", "%s", got < 0 ? errno_name(code) : got == 0 ? "the end" : got < 8 ? "a part" : "all");
    show_yes("  in about 500 ms", took >= 450 && took < 1100);
    close(fd);
}

int main(void)
{
    one("recv", 0);
    one("recvmsg", 1);
    return 0;
}
