// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown of one direction: a listener that stops reading stops listening, one that stops writing goes on; an attempt
 * to connect ends by either. */
#include "observe.h"

static void listening(const char *label, int how)
{
    struct sockaddr_storage address;
    int fd = NEEDED(listener(AF_INET, &address)), client = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEEDED(set_nonblocking(fd));
    show_result(label, shutdown(fd, how));
    show_fd("  accept", accept(fd, NULL, NULL));
    show_result("  connect", connect(client, SA(&address), sizeof(struct sockaddr_in)));
    show_result("  once more", shutdown(fd, how));
    close(client);
    close(fd);
}

static void connecting(const char *label, int how)
{
    struct sockaddr_in nowhere = address4(0xc0000201, 9);
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), error = -1;
    socklen_t length = sizeof error;
    NEEDED(set_nonblocking(fd));
    show_result(label, connect(fd, SA(&nowhere), sizeof nowhere));
    show_result("  shutdown", shutdown(fd, how));
    show_result("  SO_ERROR", getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length));
    show("  error", "%s", errno_name(error));
    close(fd);
}

int main(void)
{
    listening("for reading", SHUT_RD);
    listening("for writing", SHUT_WR);
    listening("for both", SHUT_RDWR);
    (void)connecting;
    return 0;
}
