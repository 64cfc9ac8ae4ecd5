// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Numeric hosts in the forms that inet_aton and inet_pton allow; programs and people write them all. */
#include "observe.h"

static void ask(const char *host)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM}, *list = NULL;
    char text[INET6_ADDRSTRLEN] = "";
    int code = getaddrinfo(host, "1", &hints, &list);
    if (code) {
        show(host, "%s", eai_name(code));
        return;
    }
    if (list->ai_family == AF_INET)
        inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)list->ai_addr)->sin_addr, text, sizeof text);
    else
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)(void *)list->ai_addr)->sin6_addr, text, sizeof text);
    show(host, "%s %s%s", family_name(list->ai_family), text, list->ai_next ? " and more" : "");
    freeaddrinfo(list);
}

int main(void)
{
    static const char *const hosts[] = {
        "127.1", "127.0.1", "127.0.257", "127.65535", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0177.1", "0", "1",
        "4294967295", "4294967296", "127.16777216", "1.2.3.256", "1.2.3.", ".1.2.3", "1..2", "08.1.1.1", "0x", "0xg",
        "255.255.255.255", "001.002.003.004", "::", "::1", "1::", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "ABCD::eF01", "2001:db8::1", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "12345::", ":::", ":1", "1:", "::1::", "::127.1", "::1.2.3.4.5", "::g", "1:2:3:4:5:6:7:1.2.3.4",
    };
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        ask(hosts[i]);
    return 0;
}
