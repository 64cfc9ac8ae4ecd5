// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A second connect on a non-blocking socket: programs without SO_ERROR ask this way whether the first one worked. */
#include "observe.h"

static int try(int fd, struct sockaddr_storage *to) { return connect(fd, SA(to), sizeof(struct sockaddr_in)); }

static void test(void)
{
    struct sockaddr_storage there, closed;
    int listening = NEEDED(listener(AF_INET, &there)), holder = NEEDED(refusing(&closed));

    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    show_result("first", try(fd, &there));
    wait_for(fd, POLLOUT);
    show_result("second, once made", try(fd, &there));
    show_result("third", try(fd, &there));
    close(NEEDED(accepted(listening)));

    int ending = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    show_result("first", try(ending, &there));
    wait_for(ending, POLLOUT);
    show_result("shutdown of both", shutdown(ending, SHUT_RDWR));
    show_result("second, once ended", try(ending, &there));
    close(NEEDED(accepted(listening)));

    int lost = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    show_result("first, refused", try(lost, &closed));
    wait_for(lost, POLLOUT);
    show_result("second tells the refusal", try(lost, &closed));
    int code = -1;
    socklen_t length = sizeof code;
    show_result("SO_ERROR after that", getsockopt(lost, SOL_SOCKET, SO_ERROR, &code, &length));
    show("it says", "%s", errno_name(code));
    show_result("third starts anew", try(lost, &there));
    wait_for(lost, POLLOUT);
    length = sizeof code;
    show_result("SO_ERROR", getsockopt(lost, SOL_SOCKET, SO_ERROR, &code, &length));
    show("it says", "%s", errno_name(code));
    show_yes("the listener has it", comes(listening, POLLIN) & POLLIN);
    show_result("connect on the listener", try(listening, &there));
    close(holder);
}

int main(void)
{
    test();
    return 0;
}
