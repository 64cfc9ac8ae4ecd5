// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Peers that have reset their connection before it is accepted: accept hands each out like any other, with its address,
 * and what they have sent; the reset is told by what reads after that. A server that ends when accept fails could be
 * ended by anybody otherwise. */
#include "observe.h"

/* A connection that is in the queue of the listener, and reset. */
static void reset_in_queue(const struct sockaddr_storage *there, const char *data)
{
    struct linger now = {1, 0};
    int client = NEEDED(connected(SOCK_STREAM, there));
    if (data)
        require(send(client, data, strlen(data), 0) == (ssize_t)strlen(data), "send");
    show_result("  linger of 0", setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now));
    close(client);
}

static void after(int fd)
{
    char text[8];
    int error = -1;
    socklen_t length = sizeof error;
    if (fd < 0)
        return;
    show_yes("  woken", events_within(fd, POLLIN, 2000) & POLLIN);
    show_result("  SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length));
    show("  error", "%s", errno_name(error));
    show_result("  recv", recv(fd, text, sizeof text, MSG_DONTWAIT));
    show_result("  send", send(fd, "x", 1, MSG_NOSIGNAL));
    show_result("  close", close(fd));
}

static void test(void)
{
    struct sockaddr_storage there;
    struct sockaddr_in peer = {0};
    socklen_t length = sizeof peer;
    char text[8];
    int listening = NEEDED(listener(AF_INET, &there)), count = 0;

    show("no address wanted", "follows");
    reset_in_queue(&there, NULL);
    wait_for(listening, POLLIN);
    after(show_fd("  accept", accept(listening, NULL, NULL)));

    show("its address wanted", "follows");
    reset_in_queue(&there, NULL);
    wait_for(listening, POLLIN);
    int fd = show_fd("  accept", accept(listening, SA(&peer), &length));
    show("  length", "%u", (unsigned)length);
    show_address("  peer", &peer);
    length = sizeof peer;
    show_result("  getpeername", getpeername(fd, SA(&peer), &length));
    after(fd);

    show("not blocking, with accept4", "follows");
    reset_in_queue(&there, NULL);
    wait_for(listening, POLLIN);
    length = 4;
    fd = show_fd("  accept", accept4(listening, SA(&peer), &length, SOCK_NONBLOCK));
    show("  length", "%u", (unsigned)length);
    show_yes("  non-blocking", fcntl(fd, F_GETFL) & O_NONBLOCK);
    after(fd);

    show("with data", "follows");
    reset_in_queue(&there, "data");
    wait_for(listening, POLLIN);
    length = sizeof peer;
    fd = show_fd("  accept", accept(listening, SA(&peer), &length));
    for (int i = 0; i < 2; i++) {
        events_within(fd, POLLIN, 2000);
        show_result("  recv", recv(fd, text, sizeof text, MSG_DONTWAIT));
    }
    close(fd);

    /* Many of them, and one that lives. */
    show("many", "follows");
    NEEDED(set_nonblocking(listening));
    for (int i = 0; i < 300; i++) {
        int client = NEEDED(connected(SOCK_STREAM, &there));
        struct linger now = {1, 0};
        setsockopt(client, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close(client);
        length = sizeof peer;
        fd = accept(listening, SA(&peer), &length);
        count += fd >= 0;
        close(fd);
    }
    show_int("  accepted", count);
    int client = NEEDED(connected(SOCK_STREAM, &there));
    wait_for(listening, POLLIN);
    length = sizeof peer;
    fd = show_fd("  accept", accept(listening, SA(&peer), &length));
    show_result("  send", send(client, "alive", 5, 0));
    wait_for(fd, POLLIN);
    show_received("  recv", text, recv(fd, text, sizeof text, 0));
}

int main(void)
{
    test();
    return 0;
}
