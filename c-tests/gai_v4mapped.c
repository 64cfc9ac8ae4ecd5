// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* AI_V4MAPPED and AI_ALL: an IPv6 program gets IPv4 addresses in IPv6 clothes, but only when it asks for IPv6. */
#include "observe.h"

static void ask(const char *label, const char *host, int family, int flags)
{
    struct addrinfo hints = {.ai_flags = flags | AI_NUMERICHOST, .ai_family = family, .ai_socktype = SOCK_STREAM}, *list = NULL;
    int code = getaddrinfo(host, "80", &hints, &list);
    show(label, "%s", eai_name(code));
    for (struct addrinfo *a = code ? NULL : list; a; a = a->ai_next)
        show_address("  address", a->ai_addr);
    if (!code)
        freeaddrinfo(list);
}

int main(void)
{
    ask("IPv4 number, IPv6", "127.0.0.1", AF_INET6, 0);
    ask("IPv4 number, IPv6, mapped", "127.0.0.1", AF_INET6, AI_V4MAPPED);
    ask("IPv4 number, IPv6, mapped and all", "127.0.0.1", AF_INET6, AI_V4MAPPED | AI_ALL);
    ask("IPv4 number, IPv6, all", "127.0.0.1", AF_INET6, AI_ALL);
    ask("IPv4 number, any, mapped", "127.0.0.1", AF_UNSPEC, AI_V4MAPPED);
    ask("IPv4 number, IPv4, mapped", "127.0.0.1", AF_INET, AI_V4MAPPED);
    ask("IPv6 number, IPv6, mapped", "::1", AF_INET6, AI_V4MAPPED);
    ask("IPv6 number, IPv4, mapped", "::1", AF_INET, AI_V4MAPPED);
    ask("mapped number, IPv4", "::ffff:127.0.0.1", AF_INET, 0);
    return 0;
}
