// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What bind refuses: each errno steers a program to its next candidate address or to giving up.
 * @addr-pool 127.0.0.0/8,::1/128,0.0.0.0/32,::/128,192.0.2.0/24,2001:db8::/32
 */
#include "observe.h"

static void in_use(void)
{
    struct sockaddr_storage taken;
    NEEDED(bound(AF_INET, SOCK_STREAM, &taken));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("port in use", bind(fd, SA(&taken), sizeof(struct sockaddr_in)));
}

static void ipv4(void)
{
    struct sockaddr_in here = loopback4(), foreign = address4(0xc0000201, 0), odd = loopback4();
    struct sockaddr_in6 here6 = loopback6();
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show_result("address of another machine", bind(fd, SA(&foreign), sizeof foreign));
    show_result("length 0", bind(fd, SA(&here), 0));
    show_result("length 1", bind(fd, SA(&here), 1));
    show_result("length 15", bind(fd, SA(&here), sizeof here - 1));
    show_result("length -1", bind(fd, SA(&here), (socklen_t)-1));
    show_result("length 1000", bind(fd, SA(&here), 1000));
    show_result("no address", bind(fd, NULL, sizeof here));
    odd.sin_family = 12345;
    show_result("unknown family", bind(fd, SA(&odd), sizeof odd));
    show_result("IPv6 address on an IPv4 socket", bind(fd, SA(&here6), sizeof here6));
    show_result("after all these it still binds", bind(fd, SA(&here), sizeof here));
    show_result("twice", bind(fd, SA(&here), sizeof here));
}

static void ipv6(void)
{
    struct sockaddr_storage roomy = {.ss_family = AF_INET};
    struct sockaddr_in here = loopback4();
    struct sockaddr_in6 here6 = loopback6(), foreign6 = loopback6();
    int fd6 = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    inet_pton(AF_INET6, "2001:db8::1", &foreign6.sin6_addr);
    show_result("IPv6 address of another machine", bind(fd6, SA(&foreign6), sizeof foreign6));
    show_result("IPv6 length 23", bind(fd6, SA(&here6), 23));
    show_result("IPv4 address on an IPv6 socket", bind(fd6, SA(&here), sizeof here));
    show_result("with the length of an IPv6 one", bind(fd6, SA(&roomy), sizeof here6));
    show_result("the IPv6 one binds too", bind(fd6, SA(&here6), sizeof here6));
    show_result("IPv6 twice", bind(fd6, SA(&here6), sizeof here6));
}

int main(void)
{
    in_use();
    ipv4();
    ipv6();
    return 0;
}
