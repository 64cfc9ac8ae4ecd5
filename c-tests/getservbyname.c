// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The services that programs ask for by name, with and without a protocol, and by alias. */
#include "observe.h"

static void ask(const char *name, const char *protocol)
{
    char label[64];
    snprintf(label, sizeof label, "%s/%s", name, protocol ? protocol : "any");
    struct servent *service = getservbyname(name, protocol);
    if (service)
        show(label, "%s %d/%s", service->s_name, ntohs((uint16_t)service->s_port), service->s_proto);
    else
        show(label, "nothing");
}

int main(void)
{
    static const char *const tcp[] = {"echo", "discard", "daytime", "ftp-data", "ftp", "ssh", "telnet", "smtp", "time", "domain",
                                      "gopher", "finger", "http", "www", "kerberos", "pop3", "sunrpc", "nntp", "imap2", "ldap",
                                      "https", "ldaps", "imaps", "pop3s", "submission", "mysql", "postgresql", "rsync", "bgp"};
    static const char *const udp[] = {"echo", "domain", "bootps", "bootpc", "tftp", "ntp", "snmp", "snmp-trap", "syslog", "isakmp"};
    for (size_t i = 0; i < sizeof tcp / sizeof tcp[0]; i++)
        ask(tcp[i], "tcp");
    for (size_t i = 0; i < sizeof udp / sizeof udp[0]; i++)
        ask(udp[i], "udp");
    ask("http", NULL);
    ask("tftp", NULL);
    ask("http", "udp");
    ask("tftp", "tcp");
    ask("HTTP", "tcp");
    ask("nosuch", "tcp");
    ask("http", "nosuch");
    ask("", "tcp");
    ask("80", "tcp");
    return 0;
}
