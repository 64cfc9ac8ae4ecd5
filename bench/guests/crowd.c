/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* As people write it: an echo server for many at once, around poll. */

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 64

static struct pollfd fds[MOST];
static nfds_t count = 1;

static void drop(nfds_t i)
{
    close(fds[i].fd);
    fds[i] = fds[--count];
}

static void serve(nfds_t i)
{
    char buffer[512];
    ssize_t n = recv(fds[i].fd, buffer, sizeof buffer, 0);
    if (n <= 0 || send(fds[i].fd, buffer, (size_t)n, 0) != n) drop(i);
}

int main(void)
{
    struct sockaddr_in address;
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0) return 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons(7);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 16) < 0) return 1;
    fds[0].fd = listener;
    fds[0].events = POLLIN;
    for (;;) {
        if (poll(fds, count, -1) < 0) return 1;
        for (nfds_t i = count; --i > 0;) {
            if (fds[i].revents != 0) serve(i);
        }
        if ((fds[0].revents & POLLIN) && count < MOST) {
            int client = accept(listener, NULL, NULL);
            if (client >= 0) {
                fds[count].fd = client;
                fds[count].events = POLLIN;
                fds[count].revents = 0;
                count++;
            }
        }
    }
}
