// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Addresses that connect cannot use; a program must hear the errno of Linux, and the socket must survive. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage there;
    int listening = NEEDED(listener(AF_INET, &there));
    struct sockaddr_in odd;
    struct sockaddr_in6 here6 = loopback6();
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), fd6 = NEEDED(new_socket(AF_INET6, SOCK_STREAM)), udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    socklen_t full = sizeof odd;

    show_result("length 0", connect(fd, SA(&there), 0));
    show_result("length 1", connect(fd, SA(&there), 1));
    show_result("length 8", connect(fd, SA(&there), 8));
    show_result("length -1", connect(fd, SA(&there), (socklen_t)-1));
    show_result("length 1000", connect(fd, SA(&there), 1000));
    show_result("no address", connect(fd, NULL, full));
    show_result("UDP, length 8", connect(udp, SA(&there), 8));
    show_result("UDP, no address", connect(udp, NULL, full));
    memcpy(&odd, &there, sizeof odd);
    odd.sin_family = 12345;
    show_result("unknown family", connect(fd, SA(&odd), full));
    show_result("UDP, unknown family", connect(udp, SA(&odd), full));
    show_result("IPv6 address on an IPv4 socket", connect(fd, SA(&here6), sizeof here6));
    show_result("IPv4 address on an IPv6 socket", connect(fd6, SA(&there), full));
    show_result("IPv6, length 23", connect(fd6, SA(&here6), 23));
    show_result("after all these it still connects", connect(fd, SA(&there), full));
    show_yes("the listener has it", wait_for(listening, POLLIN) & POLLIN);
}

int main(void)
{
    test();
    return 0;
}
