// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IPv6 addresses as connect takes them: the old form that ends before the scope, the whole one, and what is neither. */
#include "observe.h"

static struct sockaddr_storage there;
static int listening;

static void one(const char *label, socklen_t length)
{
    int fd = NEEDED(new_socket(AF_INET6, SOCK_STREAM));
    struct sockaddr_storage to[2] = {there};
    struct sockaddr_in6 peer;
    socklen_t told = sizeof peer;
    if (show_result(label, connect(fd, SA(to), length)) == 0) {
        close(NEEDED(accepted(listening)));
        getpeername(fd, SA(&peer), &told);
        show_address("  peer", &peer);
        show_int("  scope", (long)peer.sin6_scope_id);
    }
    close(fd);
}

static void test(void)
{
    listening = NEEDED(listener(AF_INET6, &there));
    one("as it is", sizeof(struct sockaddr_in6));
    one("24 bytes", 24);
    one("27 bytes", 27);
    one("23 bytes", 23);
    one("in a whole storage", 128);
    one("longer than any address", 129);
}

int main(void)
{
    test();
    return 0;
}
