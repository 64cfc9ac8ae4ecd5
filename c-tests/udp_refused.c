// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A connected UDP socket hears that nobody is there: the refusal comes with a later call, once. */
#include "observe.h"

static void refused(void)
{
    struct sockaddr_storage gone;
    char text[4];
    int code = -1;
    socklen_t length = sizeof code;
    int fd = NEEDED(bound_untold(AF_INET, SOCK_DGRAM)), holder = NEEDED(bound_anyhow(AF_INET, SOCK_DGRAM, &gone));
    NEEDED(set_nonblocking(fd));
    close(holder);

    show_result("connect", connect(fd, SA(&gone), sizeof(struct sockaddr_in)));
    show_result("send", send(fd, "x", 1, 0));
    int seen = comes(fd, POLLIN);
    NEED(seen, "the refusal comes");
    show_yes("the refusal is seen", seen & POLLERR);
    show_result("recv", recv(fd, text, sizeof text, 0));
    show_result("recv again", recv(fd, text, sizeof text, 0));
    show_result("send", send(fd, "x", 1, 0));
    show_yes("the refusal is seen", wait_for(fd, POLLIN) & POLLERR);
    show_result("send tells it", send(fd, "x", 1, 0));
    show_result("send", send(fd, "x", 1, 0));
    show_yes("the refusal is seen", wait_for(fd, POLLIN) & POLLERR);
    show_result("SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length));
    show("it says", "%s", errno_name(code));
    show_result("recv", recv(fd, text, sizeof text, 0));
}

int main(void)
{
    refused();
    return 0;
}
