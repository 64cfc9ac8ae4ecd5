// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IPv6 addresses as connect takes them: the old form that ends before the scope, the whole one, and what is neither. */
#include "observe.h"

static struct sockaddr_storage there;
static int listening;

static void made(const char *label, socklen_t length)
{
    int fd = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    struct sockaddr_storage to[2] = {there};
    struct sockaddr_in6 peer;
    socklen_t told = sizeof peer;
    show_result(label, connect(fd, SA(to), length));
    close(NEEDED(accepted(listening)));
    getpeername(fd, SA(&peer), &told);
    show_address("  peer", &peer);
    show_int("  scope", (long)peer.sin6_scope_id);
    close(fd);
}

static void with_a_listener(void)
{
    listening = NEEDED(listener(AF_INET6, &there));
    made("as it is", sizeof(struct sockaddr_in6));
    made("24 bytes", 24);
    made("27 bytes", 27);
    made("in a whole storage", 128);
}

static void refused(const char *label, socklen_t length)
{
    int fd = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    struct sockaddr_storage to[2] = {0};
    memcpy(to, &(struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT}, sizeof(struct sockaddr_in6));
    show_result(label, connect(fd, SA(to), length));
    close(fd);
}

int main(void)
{
    with_a_listener();
    refused("23 bytes", 23);
    refused("longer than any address", 129);
    return 0;
}
