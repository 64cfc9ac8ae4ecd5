// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The IN6_IS_ADDR macros on one address of each kind. */
#include "observe.h"

static void one(const char *text)
{
    struct in6_addr a;
    require(inet_pton(AF_INET6, text, &a) == 1, "inet_pton");
    show(text, "%s%s%s%s%s%s%s%s%s%s", IN6_IS_ADDR_UNSPECIFIED(&a) ? "unspecified " : "", IN6_IS_ADDR_LOOPBACK(&a) ? "loopback " : "",
         IN6_IS_ADDR_MULTICAST(&a) ? "multicast " : "", IN6_IS_ADDR_LINKLOCAL(&a) ? "linklocal " : "",
         IN6_IS_ADDR_SITELOCAL(&a) ? "sitelocal " : "", IN6_IS_ADDR_V4MAPPED(&a) ? "v4mapped " : "",
         IN6_IS_ADDR_V4COMPAT(&a) ? "v4compat " : "", IN6_IS_ADDR_MC_NODELOCAL(&a) ? "mc-node " : "",
         IN6_IS_ADDR_MC_LINKLOCAL(&a) ? "mc-link " : "", IN6_IS_ADDR_MC_GLOBAL(&a) ? "mc-global " : "");
}

int main(void)
{
    static const char *const texts[] = {"::", "::1", "::2", "::ffff:1.2.3.4", "::1.2.3.4", "fe80::1", "febf::1", "fec0::1", "ff01::1",
                                        "ff02::1", "ff0e::1", "2001:db8::1", "fd00::1"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        one(texts[i]);
    struct in6_addr any = IN6ADDR_ANY_INIT, loop = IN6ADDR_LOOPBACK_INIT;
    show_yes("initialisers", IN6_ARE_ADDR_EQUAL(&any, &in6addr_any) && IN6_ARE_ADDR_EQUAL(&loop, &in6addr_loopback));
    show_yes("different", !IN6_ARE_ADDR_EQUAL(&any, &loop));
    return 0;
}
