// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* AI_CANONNAME for numbers: the name is the text asked for, on the first answer only; AI_NUMERICHOST does not change it. */
#include "observe.h"

static void ask(const char *host, int flags, int type)
{
    struct addrinfo hints = {.ai_flags = flags, .ai_socktype = type}, *list = NULL;
    int code = getaddrinfo(host, "80", &hints, &list);
    show(host, "%s", eai_name(code));
    for (struct addrinfo *a = code ? NULL : list; a; a = a->ai_next)
        show("  name", "%s", a->ai_canonname ? a->ai_canonname : "none");
    if (!code)
        freeaddrinfo(list);
}

int main(void)
{
    ask("127.0.0.1", AI_CANONNAME | AI_NUMERICHOST, SOCK_STREAM);
    ask("127.0.0.1", AI_CANONNAME, SOCK_STREAM);
    ask("127.0.0.1", AI_CANONNAME | AI_NUMERICHOST, 0);
    ask("::1", AI_CANONNAME | AI_NUMERICHOST, SOCK_STREAM);
    ask("127.0.0.1", AI_NUMERICHOST, SOCK_STREAM);
    return 0;
}
