// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* gethostbyname and its fellows for "localhost", as programs older than getaddrinfo ask.
 * @netns
 */
#include "observe.h"

static void tell(const char *label, const struct hostent *host)
{
    if (!host) {
        show(label, "nothing");
        return;
    }
    int all = 1;
    for (char **address = host->h_addr_list; *address; address++)
        all &= memcmp(*address, "\177\0\0\1", 4) == 0;
    show(label, "%s", host->h_name);
    show("  kind", "%s, %d bytes", family_name(host->h_addrtype), host->h_length);
    show_yes("  loopback and nothing else", all && host->h_addr_list[0] != NULL);
    show_yes("  a list of aliases", host->h_aliases != NULL);
}

int main(void)
{
    tell("localhost", gethostbyname("localhost"));
    tell("by family", gethostbyname2("localhost", AF_INET));
    struct hostent entry, *found = NULL;
    char buffer[2048];
    int code = -1;
    show_int("gethostbyname_r", gethostbyname_r("localhost", &entry, buffer, sizeof buffer, &found, &code));
    show_yes("  the entry given", found == &entry);
    tell("  its answer", found);
    show_int("gethostbyname2_r", gethostbyname2_r("localhost", AF_INET, &entry, buffer, sizeof buffer, &found, &code));
    tell("  its answer", found);
    return 0;
}
