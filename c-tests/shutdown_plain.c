// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown of a program that was compiled with the C library's header, where SHUT_RD, SHUT_WR and SHUT_RDWR are other
 * numbers on WASI: it is linked by the plain name, and ends what it means. */
#include "observe.h"

#ifdef __wasi__
int plain_shutdown(int fd, int how) __asm__("shutdown");
enum { RD = 1, WR = 2, RDWR = 3, NONE = 4 };
#else
#define plain_shutdown shutdown
enum { RD = SHUT_RD, WR = SHUT_WR, RDWR = SHUT_RDWR, NONE = 3 };
#endif

static void ends(const char *label, int how)
{
    int pair[2];
    char text[8];
    show(label, "follows");
    NEEDED(tcp_pair(pair));
    NEED(show_result("  shutdown", plain_shutdown(pair[0], how)) == 0, "what it ends");
    show_result("  send here", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_result("  recv here", recv(pair[0], text, sizeof text, MSG_DONTWAIT));
    int is_ended = events_within(pair[1], POLLIN, how == RD ? 100 : 2000) && recv(pair[1], text, 1, MSG_DONTWAIT) == 0;
    show_yes("  the end at the peer", is_ended);
    close(pair[0]);
    close(pair[1]);
}

static void no_such_way(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("no such way", plain_shutdown(fd, NONE));
    show_result("below all", plain_shutdown(fd, RD - 1));
    close(fd);
}

int main(void)
{
    ends("reading", RD);
    ends("writing", WR);
    ends("both", RDWR);
    no_such_way();
    return 0;
}
