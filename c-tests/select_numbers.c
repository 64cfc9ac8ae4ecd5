// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* select among many open sockets: over some runtimes the last ones have numbers from FD_SETSIZE on, which a list of
   descriptors holds as well as any other. */
#include "observe.h"
#include <sys/select.h>

#define MANY 900

static void test(void)
{
    static int sockets[MANY];
    int count = 0, pair[2] = {-1, -1};
    fd_set in, out;
    struct timeval some = {5, 0};
    while (count < MANY && (sockets[count] = socket(AF_INET, SOCK_STREAM, 0)) >= 0) count++;
    /* Where fewer can be open, there is room for the ones that are used. */
    if (count < MANY)
        for (int i = 0; i < 4; i++) close(sockets[--count]);
    NEEDED(tcp_pair(pair));
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_SET(pair[1], &in);
    FD_SET(pair[0], &out);
    require(send(pair[0], "x", 1, 0) == 1, "send");
    wait_for(pair[1], POLLIN);
    show_result("the whole set", select(FD_SETSIZE, &in, &out, NULL, &some));
    show_yes("  both", FD_ISSET(pair[1], &in) && FD_ISSET(pair[0], &out));
    show_result("up to the last number", select((pair[0] > pair[1] ? pair[0] : pair[1]) + 1, &in, &out, NULL, &some));
    show_yes("  both", FD_ISSET(pair[1], &in) && FD_ISSET(pair[0], &out));
}

int main(void)
{
    test();
    return 0;
}
