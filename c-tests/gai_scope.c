// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* IPv6 addresses with a scope: a number always, an interface's name when there is one, and nothing for odd ones.
 * @netns
 */
#include "observe.h"

static void ask(const char *host)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM, .ai_family = AF_INET6}, *list = NULL;
    int code = getaddrinfo(host, "1", &hints, &list);
    if (code) {
        show(host, "%s", eai_name(code));
        return;
    }
    struct sockaddr_in6 *in6 = (void *)list->ai_addr;
    char text[INET6_ADDRSTRLEN];
    show(host, "%s scope %u flow %u", inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof text), (unsigned)in6->sin6_scope_id,
         (unsigned)in6->sin6_flowinfo);
    freeaddrinfo(list);
}

int main(void)
{
    ask("fe80::1");
    ask("fe80::1%1");
    ask("fe80::1%7");
    ask("fe80::1%4294967295");
    ask("ff02::1%1");
    ask("fe80::1%no-such-interface");
    ask("fe80::1%");
    ask("fe80::1%1x");
    ask("::1%no-such-interface");
    ask("fe80::%1::1");
    return 0;
}
