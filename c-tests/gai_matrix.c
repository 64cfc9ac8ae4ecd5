// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* getaddrinfo over every family, type and protocol that programs put into hints: what comes back, in which order. */
#include "observe.h"

static void ask(const char *host, int family, int type, int protocol)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_family = family, .ai_socktype = type, .ai_protocol = protocol};
    struct addrinfo *list = NULL;
    char label[96], line[256] = "";
    snprintf(label, sizeof label, "%s %s %s %d", host, family_name(family), socktype_name(type), protocol);
    int code = getaddrinfo(host, "9", &hints, &list);
    for (struct addrinfo *a = code ? NULL : list; a; a = a->ai_next) {
        size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, "%s%s/%s/%d", used ? ", " : "", family_name(a->ai_family), socktype_name(a->ai_socktype), a->ai_protocol);
    }
    show(label, "%s", code ? eai_name(code) : line);
    if (!code)
        freeaddrinfo(list);
}

int main(void)
{
    static const int families[] = {AF_UNSPEC, AF_INET, AF_INET6}, types[] = {0, SOCK_STREAM, SOCK_DGRAM};
    static const int protocols[] = {0, IPPROTO_TCP, IPPROTO_UDP};
    static const char *const hosts[] = {"127.0.0.1", "::1"};
    for (int h = 0; h < 2; h++)
        for (int f = 0; f < 3; f++)
            for (int t = 0; t < 3; t++)
                for (int p = 0; p < 3; p++)
                    ask(hosts[h], families[f], types[t], protocols[p]);
    return 0;
}
