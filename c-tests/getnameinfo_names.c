// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Names for addresses where nobody can be asked: an unknown address stays a number unless a name is demanded.
 * @netns
 */
#include "observe.h"

static void ask(const char *label, const void *address, socklen_t length, int flags)
{
    char host[NI_MAXHOST] = "";
    int code = getnameinfo(address, length, host, sizeof host, NULL, 0, flags);
    show(label, "%s \"%s\"", eai_name(code), host);
}

int main(void)
{
    struct sockaddr_in here = loopback4();
    struct sockaddr_in6 local = address6(&in6addr_any, 0);
    char host[NI_MAXHOST] = "";
    int code = getnameinfo(SA(&here), sizeof here, host, sizeof host, NULL, 0, 0);
    show_yes("loopback has a name or a number", code == 0 && host[0] != 0);
    ask("loopback, numeric", &here, sizeof here, NI_NUMERICHOST);
    ask("a name required, but numbers only", &here, sizeof here, NI_NUMERICHOST | NI_NAMEREQD);
    inet_pton(AF_INET6, "fe80::5", &local.sin6_addr);
    local.sin6_scope_id = 1;
    ask("scope of the loopback interface", &local, sizeof local, NI_NUMERICHOST);
    return 0;
}
