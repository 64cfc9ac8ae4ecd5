// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A non-blocking connect watched by select, as older programs do: writable when made, readable and writable when refused. */
#include "observe.h"
#include <sys/select.h>

static void one(const char *label, struct sockaddr_storage *to)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), code = -1;
    socklen_t length = sizeof code;
    fd_set in, out, odd;
    struct timeval limit = {PATIENCE_MS / 1000, 0};
    show_result(label, connect(fd, SA(to), sizeof(struct sockaddr_in)));
    wait_for(fd, POLLOUT);
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_ZERO(&odd);
    FD_SET(fd, &in);
    FD_SET(fd, &out);
    FD_SET(fd, &odd);
    show_result("  select", select(fd + 1, &in, &out, &odd, &limit));
    show("  sets", "%s%s%s", FD_ISSET(fd, &in) ? "in " : "", FD_ISSET(fd, &out) ? "out " : "", FD_ISSET(fd, &odd) ? "exceptional " : "");
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &length);
    show("  SO_ERROR", "%s", errno_name(code));
    close(fd);
}

static void somebody_listens(void)
{
    struct sockaddr_storage there;
    int listening = NEEDED(listener(AF_INET, &there));
    one("somebody listens", &there);
    close(listening);
}

static void nobody_listens(void)
{
    struct sockaddr_storage closed;
    int holder = NEEDED(refusing(&closed));
    one("nobody listens", &closed);
    close(holder);
}

int main(void)
{
    somebody_listens();
    nobody_listens();
    return 0;
}
