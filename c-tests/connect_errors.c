// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Addresses that connect cannot use; a program must hear the errno of Linux, and the socket must survive. */
#include "observe.h"

static const socklen_t full = sizeof(struct sockaddr_in);

static void datagrams(void)
{
    struct sockaddr_in to = address4(INADDR_LOOPBACK, 7), odd = to;
    int udp = NEEDED(new_socket(AF_INET, SOCK_DGRAM));
    odd.sin_family = 12345;
    show_result("UDP, length 8", connect(udp, SA(&to), 8));
    show_result("UDP, no address", connect(udp, NULL, full));
    show_result("UDP, unknown family", connect(udp, SA(&odd), full));
}

static void ipv6(void)
{
    struct sockaddr_in to = address4(INADDR_LOOPBACK, 7);
    struct sockaddr_in6 here6 = loopback6();
    int fd = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    show_result("IPv4 address on an IPv6 socket", connect(fd, SA(&to), full));
    show_result("IPv6, length 23", connect(fd, SA(&here6), 23));
}

static void ipv4(void)
{
    struct sockaddr_storage roomy = {0}, there;
    struct sockaddr_in to = address4(INADDR_LOOPBACK, 7), odd = to;
    struct sockaddr_in6 here6 = loopback6();
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    memcpy(&roomy, &to, sizeof to);
    odd.sin_family = 12345;
    show_result("length 0", connect(fd, SA(&roomy), 0));
    show_result("length 1", connect(fd, SA(&roomy), 1));
    show_result("length 8", connect(fd, SA(&roomy), 8));
    show_result("length -1", connect(fd, SA(&roomy), (socklen_t)-1));
    show_result("length 1000", connect(fd, SA(&roomy), 1000));
    show_result("no address", connect(fd, NULL, full));
    show_result("unknown family", connect(fd, SA(&odd), full));
    show_result("IPv6 address on an IPv4 socket", connect(fd, SA(&here6), sizeof here6));
    int listening = NEEDED(listener(AF_INET, &there));
    show_result("after all these it still connects", connect(fd, SA(&there), full));
    show_yes("the listener has it", wait_for(listening, POLLIN) & POLLIN);
}

int main(void)
{
    datagrams();
    ipv6();
    ipv4();
    return 0;
}
