// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The ends of a pair have no names: both are of AF_UNIX and nothing more. */
#include "observe.h"

static void test(void)
{
    int pair[2];
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    NEED(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "socketpair");
    show_result("getsockname", getsockname(pair[0], SA(&name), &length));
    show("family", "%s in %u bytes", family_name(name.ss_family), (unsigned)length);
    length = sizeof name;
    show_result("getpeername", getpeername(pair[0], SA(&name), &length));
    show("family", "%s in %u bytes", family_name(name.ss_family), (unsigned)length);
    int domain = -1;
    length = sizeof domain;
    show_result("SO_DOMAIN", getsockopt(pair[1], SOL_SOCKET, SO_DOMAIN, &domain, &length));
    show("domain", "%s", family_name(domain));
    show_fd("accept", accept(pair[0], NULL, NULL));
    show_result("listen", listen(pair[0], 1));
    show_result("connect", connect(pair[0], SA(&name), sizeof(sa_family_t)));
}

int main(void)
{
    test();
    return 0;
}
