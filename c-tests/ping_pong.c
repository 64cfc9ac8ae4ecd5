// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Ten thousand small exchanges over TCP and UDP: nothing is lost, nothing leaks, nothing grows. */
#include "observe.h"

static void play(const char *label, int pair[2])
{
    int right = 0;
    for (int i = 0; i < 10000; i++) {
        uint32_t out = (uint32_t)i * 2654435761u, in = 0, back = 0;
        require(send(pair[0], &out, sizeof out, 0) == sizeof out, "send");
        wait_for(pair[1], POLLIN);
        require(recv(pair[1], &in, sizeof in, 0) == sizeof in, "recv");
        in = ~in;
        require(write(pair[1], &in, sizeof in) == sizeof in, "write");
        wait_for(pair[0], POLLIN);
        require(read(pair[0], &back, sizeof back) == sizeof back, "read");
        right += back == ~out;
    }
    show_int(label, right);
    close(pair[0]);
    close(pair[1]);
}

static void test(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    play("TCP", pair);
    NEEDED(udp_pair(pair));
    play("UDP", pair);
}

int main(void)
{
    test();
    return 0;
}
