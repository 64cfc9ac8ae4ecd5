// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A host that is looked up by another name than its own: h_name is the canonical one, and the other an alias.
 * @hosts 127.0.0.1 localhost
 * @hosts 127.0.0.2 canonical.test alias.test
 * @resolve canonical.test,alias.test,localhost,LOCALHOST */
#include "observe.h"

static void ask(const char *name)
{
    struct hostent *host = gethostbyname(name);
    show(name, "%s", host ? host->h_name : "nothing");
    for (char **address = host ? host->h_addr_list : NULL; address && *address; address++)
        show("  address", "%d.%d.%d.%d", (*address)[0], (*address)[1], (*address)[2], (*address)[3]);
    for (char **alias = host ? host->h_aliases : NULL; alias && *alias; alias++)
        show("  alias", "%s", *alias);
}

static void canonical(const char *name)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM, .ai_flags = AI_CANONNAME}, *list = NULL;
    int code = getaddrinfo(name, NULL, &hints, &list);
    show(name, "%s", code ? eai_name(code) : list->ai_canonname);
    if (!code)
        freeaddrinfo(list);
}

int main(void)
{
    ask("canonical.test");
    ask("alias.test");
    ask("localhost");
    ask("LOCALHOST");
    canonical("canonical.test");
    canonical("alias.test");
    return 0;
}
