// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* AI_ADDRCONFIG with numbers, as browsers and curl set it: numbers pass though only loopback is configured.
 * @netns
 */
#include "observe.h"

static void ask(const char *label, const char *host, int family)
{
    struct addrinfo hints = {.ai_flags = AI_ADDRCONFIG, .ai_family = family, .ai_socktype = SOCK_STREAM}, *list = NULL;
    int code = getaddrinfo(host, "80", &hints, &list);
    show(label, "%s", eai_name(code));
    if (code)
        return;
    show_address("  address", list->ai_addr);
    freeaddrinfo(list);
}

int main(void)
{
    ask("IPv4 number", "127.0.0.1", AF_UNSPEC);
    ask("IPv6 number", "::1", AF_UNSPEC);
    return 0;
}
