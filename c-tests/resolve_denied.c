// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Numeric hosts and services never need a look-up: they work where no name may be asked for at all.
 * @resolve none
 */
#include "observe.h"

static void ask(const char *host, const char *service, int flags)
{
    struct addrinfo hints = {.ai_flags = flags, .ai_socktype = SOCK_STREAM}, *list = NULL;
    int code = getaddrinfo(host, service, &hints, &list);
    show(host ? host : "NULL", "%s", eai_name(code));
    if (code)
        return;
    show_address("  address", list->ai_addr);
    freeaddrinfo(list);
}

int main(void)
{
    ask("127.0.0.1", "80", 0);
    ask("::1", "80", 0);
    ask("127.1", "http", 0);
    ask("127.0.0.1", "https", AI_NUMERICHOST);
    ask("127.0.0.1", NULL, AI_NUMERICHOST | AI_NUMERICSERV);
    ask("::ffff:127.0.0.1", "1", 0);
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *list = NULL;
    show("NULL", "%s", eai_name(getaddrinfo(NULL, "80", &hints, &list)));
    show_address("  address", list->ai_addr);
    freeaddrinfo(list);
    return 0;
}
