// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A non-blocking connect fails, and SO_ERROR has told it: the next connect says that it was aborted, the one after that begins. */
#include "observe.h"

static int try(int fd, struct sockaddr_storage *to) { return connect(fd, SA(to), sizeof(struct sockaddr_in)); }

static void show_error(const char *what, int fd)
{
    int code = -1;
    socklen_t length = sizeof code;
    show_result(what, getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length));
    show("  it says", "%s", errno_name(code));
}

static void test(void)
{
    struct sockaddr_storage there, closed;
    int listening = NEEDED(listener(AF_INET, &there)), holder = NEEDED(refusing(&closed));
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    show_result("connect, refused", try(fd, &closed));
    wait_for(fd, POLLOUT);
    show_error("SO_ERROR", fd);
    show_result("connect after that", try(fd, &there));
    show_result("connect once more", try(fd, &there));
    show_yes("the listener has it", comes(listening, POLLIN) & POLLIN);
    show_error("SO_ERROR", fd);
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
