// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* NULL node: loopback for those who connect, the wildcard for those who bind (AI_PASSIVE), in both families.
 * @netns
 */
#include "observe.h"

static void ask(const char *label, const char *host, const char *service, int flags, int family)
{
    struct addrinfo hints = {.ai_flags = flags, .ai_family = family, .ai_socktype = SOCK_STREAM}, *list = NULL;
    int code = getaddrinfo(host, service, &hints, &list);
    show(label, "%s", eai_name(code));
    if (code)
        return;
    for (struct addrinfo *a = list; a; a = a->ai_next)
        show_address("  address", a->ai_addr);
    freeaddrinfo(list);
}

int main(void)
{
    ask("IPv4", NULL, "80", 0, AF_INET);
    ask("IPv4 passive", NULL, "80", AI_PASSIVE, AF_INET);
    ask("IPv6", NULL, "80", 0, AF_INET6);
    ask("IPv6 passive", NULL, "80", AI_PASSIVE, AF_INET6);
    ask("any", NULL, "80", 0, AF_UNSPEC);
    ask("passive with a host changes nothing", "127.0.0.1", "80", AI_PASSIVE, AF_INET);
    ask("passive, port 0", NULL, "0", AI_PASSIVE, AF_INET);
    ask("no service", "127.0.0.1", NULL, 0, AF_INET);
    ask("neither", NULL, NULL, 0, AF_UNSPEC);
    ask("neither, passive", NULL, NULL, AI_PASSIVE, AF_INET);
    ask("empty host", "", "80", AI_NUMERICHOST, AF_UNSPEC);
    ask("numeric flags", NULL, "80", AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, AF_INET6);
    return 0;
}
