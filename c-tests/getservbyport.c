// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Services by port, in network byte order; and the reentrant forms with their buffer. */
#include "observe.h"

static void ask(uint16_t port, const char *protocol)
{
    char label[64];
    snprintf(label, sizeof label, "%u/%s", port, protocol ? protocol : "any");
    struct servent *service = getservbyport(htons(port), protocol);
    if (service)
        show(label, "%s %d/%s, aliases %s", service->s_name, ntohs((uint16_t)service->s_port), service->s_proto,
             service->s_aliases ? "listed" : "missing");
    else
        show(label, "nothing");
}

int main(void)
{
    ask(80, "tcp");
    ask(443, "tcp");
    ask(22, "tcp");
    ask(53, "tcp");
    ask(53, "udp");
    ask(69, "udp");
    ask(123, "udp");
    ask(25, NULL);
    ask(22, "udp");
    ask(64999, "tcp");
    ask(80, "nosuch");

    struct servent entry, *found = NULL;
    char buffer[1024];
    show_int("getservbyname_r", getservbyname_r("https", "tcp", &entry, buffer, sizeof buffer, &found));
    show("  answer", "%s %d/%s", found->s_name, ntohs((uint16_t)found->s_port), found->s_proto);
    show_yes("  the entry given", found == &entry);
    show_int("getservbyport_r", getservbyport_r(htons(21), "tcp", &entry, buffer, sizeof buffer, &found));
    show("  answer", "%s %d/%s", found->s_name, ntohs((uint16_t)found->s_port), found->s_proto);
    show("buffer of 2", "%s", errno_name(getservbyname_r("https", "tcp", &entry, buffer, 2, &found)));
    show_yes("  nothing found", found == NULL);
    found = &entry;
    getservbyname_r("nosuch", "tcp", &entry, buffer, sizeof buffer, &found);
    show_yes("unknown name, nothing found", found == NULL);
    return 0;
}
