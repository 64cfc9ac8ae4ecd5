// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IP_TTL of -1 is the default again. */
#include "observe.h"

static int ttl(int fd)
{
    int value = -1;
    socklen_t length = sizeof value;
    return getsockopt(fd, IPPROTO_IP, IP_TTL, &value, &length) == 0 ? value : -1;
}

static void test(void)
{
    int pair[2], seven = 7, back = -1;
    NEEDED(tcp_pair(pair));
    int usual = ttl(pair[0]);
    show_result("7", setsockopt(pair[0], IPPROTO_IP, IP_TTL, &seven, sizeof seven));
    show_int("now", ttl(pair[0]));
    show_result("-1", setsockopt(pair[0], IPPROTO_IP, IP_TTL, &back, sizeof back));
    show_yes("as before", ttl(pair[0]) == usual);
}

int main(void)
{
    test();
    return 0;
}
