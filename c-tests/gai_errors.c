// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What getaddrinfo refuses, with the code that says why. */
#include "observe.h"

static void ask(const char *label, const char *host, const char *service, struct addrinfo hints)
{
    struct addrinfo *list = NULL;
    int code = getaddrinfo(host, service, &hints, &list);
    show(label, "%s", eai_name(code));
    if (!code)
        freeaddrinfo(list);
}

#define HINTS(...) (struct addrinfo){__VA_ARGS__}

int main(void)
{
    ask("nothing asked", NULL, NULL, HINTS(.ai_family = AF_INET));
    ask("unknown flag", "127.0.0.1", "80", HINTS(.ai_flags = 0x40000000));
    ask("unknown family", "127.0.0.1", "80", HINTS(.ai_family = 12345));
    ask("family AF_UNIX", "127.0.0.1", "80", HINTS(.ai_family = AF_UNIX));
    ask("unknown socktype", "127.0.0.1", "80", HINTS(.ai_socktype = 12345));
    ask("protocol against socktype", "127.0.0.1", "80", HINTS(.ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_UDP));
    ask("canonical name of nothing", NULL, "80", HINTS(.ai_flags = AI_CANONNAME));
    ask("a name where numbers are wanted", "localhost", "80", HINTS(.ai_flags = AI_NUMERICHOST));
    ask("a service where numbers are wanted", "127.0.0.1", "http", HINTS(.ai_flags = AI_NUMERICSERV));
    ask("unknown service", "127.0.0.1", "no-such-service", HINTS(.ai_socktype = SOCK_STREAM));
    ask("service 12x", "127.0.0.1", "12x", HINTS(.ai_flags = AI_NUMERICSERV));
    ask("IPv6 number for IPv4", "::1", "80", HINTS(.ai_family = AF_INET, .ai_flags = AI_NUMERICHOST));
    ask("IPv4 number for IPv6", "127.0.0.1", "80", HINTS(.ai_family = AF_INET6, .ai_flags = AI_NUMERICHOST));
    ask("four dots, wrong number", "127.0.0.256", "80", HINTS(.ai_flags = AI_NUMERICHOST));
    ask("five parts", "127.0.0.0.1", "80", HINTS(.ai_flags = AI_NUMERICHOST));
    ask("a bracketed address", "[::1]", "80", HINTS(.ai_flags = AI_NUMERICHOST));
    ask("too many colons", "1::2::3", "80", HINTS(.ai_flags = AI_NUMERICHOST));
    ask("space", "127.0.0.1 ", "80", HINTS(.ai_flags = AI_NUMERICHOST));
    return 0;
}
