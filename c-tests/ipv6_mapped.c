// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* One IPv6 listener serves both families: an IPv4 client arrives as a mapped address, unless IPV6_V6ONLY is set.
 * @addr-pool 127.0.0.0/8,::1/128,0.0.0.0/32,::/128,::ffff:127.0.0.0/104
 */
#include "observe.h"

static int wildcard(int only, struct sockaddr_in6 *name)
{
    int fd = new_socket(AF_INET6, SOCK_STREAM), told = -1;
    socklen_t length = sizeof *name, size = sizeof told;
    struct sockaddr_in6 any = address6(&in6addr_any, 0);
    if (fd < 0)
        return -1;
    show_result("set IPV6_V6ONLY", setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only));
    show_result("get it", getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &told, &size));
    show_int("it is", told);
    if (!done(bind(fd, SA(&any), sizeof any) == 0 && listen(fd, 4) == 0, "bind and listen"))
        return -1;
    show_result("set it after bind", setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only));
    return done(getsockname(fd, SA(name), &length) == 0, "getsockname") ? fd : -1;
}

static void serves_both(void)
{
    struct sockaddr_in6 name, peer;
    socklen_t length = sizeof peer;
    int both = NEEDED(wildcard(0, &name)), v4 = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    struct sockaddr_in to = address4(INADDR_LOOPBACK, ntohs(name.sin6_port));
    NEED(show_result("an IPv4 client connects", connect(v4, SA(&to), sizeof to)) == 0, "the client is accepted");
    wait_for(both, POLLIN);
    int served = show_fd("accept", accept(both, SA(&peer), &length));
    show_address("peer", &peer);
    length = sizeof peer;
    getsockname(served, SA(&peer), &length);
    show_address("own", &peer);
}

static void connects_to_mapped(void)
{
    struct in6_addr mapped;
    inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped);
    struct sockaddr_storage there;
    int plain = NEEDED(listener(AF_INET, &there)), v6 = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    struct sockaddr_in6 via = address6(&mapped, ntohs(((struct sockaddr_in *)&there)->sin_port));
    socklen_t length = sizeof there;
    NEED(show_result("an IPv6 socket connects to a mapped address", connect(v6, SA(&via), sizeof via)) == 0, "it is accepted");
    wait_for(plain, POLLIN);
    show_fd("accept", accept(plain, SA(&there), &length));
    show_address("peer", &there);
}

static void serves_one(void)
{
    struct sockaddr_in6 name;
    int only = NEEDED(wildcard(1, &name)), late = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    struct sockaddr_in to = address4(INADDR_LOOPBACK, ntohs(name.sin6_port));
    show_result("an IPv4 client connects", connect(late, SA(&to), sizeof to));
    close(only);
}

int main(void)
{
    serves_both();
    connects_to_mapped();
    serves_one();
    return 0;
}
