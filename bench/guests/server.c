/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* An echo server, one connection after the other, for its size. Where there is no such option it does without. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef RAW
#include RAW
#endif

int main(void)
{
    char data[1024];
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(7), .sin_addr.s_addr = htonl(INADDR_ANY)};
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 8) != 0) return 1;
    for (;;) {
        int peer = accept(fd, NULL, NULL);
        if (peer < 0) return 1;
        for (ssize_t n; (n = recv(peer, data, sizeof data, 0)) > 0;)
            if (send(peer, data, n, 0) != n) break;
        close(peer);
    }
}
