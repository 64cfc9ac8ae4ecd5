// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* gethostbyname of a number: no look-up, the number is the name, one address, no aliases. */
#include "observe.h"

static void tell(const char *label, const struct hostent *host)
{
    if (!host) {
        show(label, "nothing");
        return;
    }
    int count = 0, aliases = 0;
    char text[INET6_ADDRSTRLEN];
    while (host->h_addr_list[count])
        count++;
    while (host->h_aliases[aliases])
        aliases++;
    show(label, "%s", host->h_name);
    show("  kind", "%s, %d bytes, %d addresses, %d aliases", family_name(host->h_addrtype), host->h_length, count, aliases);
    show("  first", "%s", inet_ntop(host->h_addrtype, host->h_addr_list[0], text, sizeof text));
}

int main(void)
{
    tell("127.0.0.1", gethostbyname("127.0.0.1"));
    tell("192.0.2.7", gethostbyname("192.0.2.7"));
    tell("127.1", gethostbyname("127.1"));
    tell("0.0.0.0", gethostbyname("0.0.0.0"));
    tell("by family", gethostbyname2("127.0.0.1", AF_INET));
    tell("by family, IPv6", gethostbyname2("::1", AF_INET6));
    tell("by family, longer", gethostbyname2("2001:db8::1", AF_INET6));
    return 0;
}
