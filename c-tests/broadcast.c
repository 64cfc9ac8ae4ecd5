// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Broadcasting needs SO_BROADCAST: without it EACCES, so that nobody does it by accident.
 * @netns
 * @addr-pool 127.0.0.0/8,::1/128,0.0.0.0/32,::/128,255.255.255.255/32
 */
#include "observe.h"

static void test(void)
{
    struct sockaddr_in all = address4(0x7fffffff, 9);
    int fd = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), on = 1;
    show_result("sendto without", sendto(fd, "x", 1, 0, SA(&all), sizeof all));
    show_result("connect without", connect(fd, SA(&all), sizeof all));
    show_result("SO_BROADCAST", setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on));
    show_result("sendto with", sendto(fd, "x", 1, 0, SA(&all), sizeof all));
    show_result("connect with", connect(fd, SA(&all), sizeof all));
    int tcp = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("TCP connect", connect(tcp, SA(&all), sizeof all));
}

int main(void)
{
    test();
    return 0;
}
