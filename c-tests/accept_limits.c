// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* An accepted socket has its listener's time limits, so a server that sets them once never waits for ever. */
#include "observe.h"

static void limits(const char *label, int fd)
{
    struct timeval in = {77, 0}, out = {77, 0};
    socklen_t length = sizeof in;
    show_result(label, getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &in, &length));
    length = sizeof out;
    show_result("  and", getsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &out, &length));
    show("  in and out", "%ld ms, %ld ms", (long)(in.tv_sec * 1000 + in.tv_usec / 1000),
         (long)(out.tv_sec * 1000 + out.tv_usec / 1000));
}

static void one(const char *label, struct timeval in, struct timeval out, int before, int nonblocking)
{
    struct sockaddr_storage there;
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    char byte;
    int listening = NEEDED(bound(AF_INET, SOCK_STREAM, &there));
    show(label, "follows");
    for (int turn = 0; turn < 2; turn++) {
        if (turn == before)
            NEED(listen(listening, 4) == 0, "listen");
        else {
            show_result("  SO_RCVTIMEO", setsockopt(listening, SOL_SOCKET, SO_RCVTIMEO, &in, sizeof in));
            show_result("  SO_SNDTIMEO", setsockopt(listening, SOL_SOCKET, SO_SNDTIMEO, &out, sizeof out));
        }
    }
    limits("  listener", listening);
    int client = NEEDED(connected(SOCK_STREAM, &there));
    wait_for(listening, POLLIN);
    int fd = show_fd("  accept", nonblocking ? accept4(listening, NULL, NULL, SOCK_NONBLOCK)
                                             : accept(listening, SA(&peer), &length));
    limits("  accepted", fd);
    socklen_t size = sizeof in;
    if (in.tv_usec != 0 && getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &in, &size) == 0 && in.tv_usec != 0) {
        show_result("  recv", recv(fd, &byte, 1, 0));
        show_result("  send", send(client, "x", 1, 0));
        wait_for(fd, POLLIN);
        show_result("  recv", recv(fd, &byte, 1, 0));
    }
    close(client);
    close(listening);
    close(fd);
}

int main(void)
{
    struct timeval none = {0, 0}, soon = {0, 200000}, later = {5, 0};
    one("none", none, none, 1, 0);
    one("both, before listen", soon, later, 1, 0);
    one("both, after listen", soon, later, 0, 0);
    one("the first, not blocking", later, none, 1, 1);
    one("the second", none, later, 1, 0);
    return 0;
}
