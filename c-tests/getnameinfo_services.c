// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Ports by name: what is known is named, what is not stays a number, and NI_DGRAM asks for UDP's name. */
#include "observe.h"

static void ask(uint16_t port, int flags)
{
    char host[64] = "", service[NI_MAXSERV] = "", label[32];
    struct sockaddr_in v4 = address4(INADDR_LOOPBACK, port);
    int code = getnameinfo(SA(&v4), sizeof v4, host, sizeof host, service, sizeof service, flags | NI_NUMERICHOST);
    snprintf(label, sizeof label, "%u%s%s", port, flags & NI_DGRAM ? " dgram" : "", flags & NI_NUMERICSERV ? " numeric" : "");
    show(label, "%s \"%s\"", eai_name(code), service);
}

int main(void)
{
    ask(80, 0);
    ask(443, 0);
    ask(22, 0);
    ask(21, 0);
    ask(25, 0);
    ask(53, 0);
    ask(53, NI_DGRAM);
    ask(123, NI_DGRAM);
    ask(80, NI_NUMERICSERV);
    ask(64999, 0);
    ask(64999, NI_DGRAM);
    ask(0, 0);
    return 0;
}
