// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The way libuv, curl and CPython connect: EINPROGRESS, wait for writability, ask SO_ERROR - made and refused. */
#include "observe.h"

static void one(const char *label, struct sockaddr_storage *to)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), code = -1;
    socklen_t length = sizeof code;
    NEED(fd >= 0, "socket");
    show_result(label, connect(fd, SA(to), sizeof(struct sockaddr_in)));
    show_yes("  writable", wait_for(fd, POLLOUT) & POLLOUT);
    show_result("  SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length));
    show("  it says", "%s in %u bytes", errno_name(code), (unsigned)length);
    code = -1;
    show_result("  SO_ERROR again", getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length));
    show("  it says", "%s", errno_name(code));
    struct sockaddr_in peer;
    length = sizeof peer;
    show_result("  getpeername", getpeername(fd, SA(&peer), &length));
    show_result("  send", send(fd, "x", 1, MSG_NOSIGNAL));
    close(fd);
}

static void test(void)
{
    struct sockaddr_storage there, closed;
    int listening = NEEDED(listener(AF_INET, &there)), holder = NEEDED(refusing(&closed));
    one("somebody listens", &there);
    int server = NEEDED(accepted(listening));
    char text[4];
    wait_for(server, POLLIN);
    show_received("arrived", text, recv(server, text, sizeof text, 0));
    one("nobody listens", &closed);
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
