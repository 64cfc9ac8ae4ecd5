// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* getnameinfo without a look-up: addresses and ports as text, in as much room as they need. */
#include "observe.h"

static void ask(const void *address, socklen_t length, int flags)
{
    char host[NI_MAXHOST] = "", service[NI_MAXSERV] = "";
    int code = getnameinfo(address, length, host, sizeof host, service, sizeof service, flags);
    show("answer", "%s \"%s\" \"%s\"", eai_name(code), host, service);
}

int main(void)
{
    int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
    struct sockaddr_in v4 = address4(0x7f000001, 80), none = address4(0, 0), far = address4(0xfffefdfc, 65535);
    struct sockaddr_in6 v6 = address6(&in6addr_loopback, 443), any = address6(&in6addr_any, 0), local = any, mapped = any, longest = any;
    inet_pton(AF_INET6, "fe80::1", &local.sin6_addr);
    inet_pton(AF_INET6, "::ffff:127.0.0.1", &mapped.sin6_addr);
    inet_pton(AF_INET6, "1111:2222:3333:4444:5555:6666:7777:8888", &longest.sin6_addr);
    ask(&v4, sizeof v4, numeric);
    ask(&none, sizeof none, numeric);
    ask(&far, sizeof far, numeric);
    ask(&v6, sizeof v6, numeric);
    ask(&any, sizeof any, numeric);
    ask(&mapped, sizeof mapped, numeric);
    ask(&longest, sizeof longest, numeric);
    ask(&local, sizeof local, numeric);
    local.sin6_scope_id = 4242;
    ask(&local, sizeof local, numeric);
    ask(&v4, sizeof v4, numeric | NI_DGRAM);
    char host[NI_MAXHOST] = "untouched", service[NI_MAXSERV] = "untouched";
    show("host only", "%s", eai_name(getnameinfo(SA(&v4), sizeof v4, host, sizeof host, NULL, 0, numeric)));
    show("host", "%s", host);
    show("service only", "%s", eai_name(getnameinfo(SA(&v4), sizeof v4, NULL, 0, service, sizeof service, numeric)));
    show("service", "%s", service);
    struct sockaddr_storage roomy;
    memset(&roomy, 0, sizeof roomy);
    memcpy(&roomy, &v4, sizeof v4);
    ask(&roomy, sizeof roomy, numeric);
    return 0;
}
