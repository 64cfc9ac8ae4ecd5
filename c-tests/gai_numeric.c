// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* getaddrinfo with numeric hosts and services: no look-up is needed, and every field of the answer has its value. */
#include "observe.h"

static void ask(const char *host, const char *service, const struct addrinfo *hints)
{
    struct addrinfo *list = NULL;
    char label[64];
    snprintf(label, sizeof label, "%s %s", host ? host : "NULL", service ? service : "NULL");
    int code = getaddrinfo(host, service, hints, &list);
    show(label, "%s", eai_name(code));
    for (struct addrinfo *a = code ? NULL : list; a; a = a->ai_next) {
        show_address("  address", a->ai_addr);
        show_yes("  family and length agree", a->ai_family == a->ai_addr->sa_family && a->ai_addrlen == address_size(a->ai_addr));
        show("  kind", "%s, protocol %d", socktype_name(a->ai_socktype), a->ai_protocol);
        show("  port", "%d", ntohs(((struct sockaddr_in *)(void *)a->ai_addr)->sin_port));
        show_yes("  canonical name", a->ai_canonname != NULL);
    }
    if (!code)
        freeaddrinfo(list);
}

int main(void)
{
    struct addrinfo stream = {.ai_socktype = SOCK_STREAM}, dgram = {.ai_socktype = SOCK_DGRAM}, inet = stream, inet6 = stream;
    inet.ai_family = AF_INET;
    inet6.ai_family = AF_INET6;
    ask("127.0.0.1", "80", &stream);
    ask("127.0.0.1", "80", &dgram);
    ask("::1", "80", &stream);
    ask("127.0.0.1", NULL, &inet);
    ask("::1", NULL, &inet6);
    ask("::1", "1", &inet);
    ask("127.0.0.1", "1", &inet6);
    ask("::ffff:127.0.0.1", "1", &stream);
    ask("127.0.0.1", "0", &stream);
    ask("127.0.0.1", "65535", &stream);
    ask("0.0.0.0", "7", &stream);
    ask("::", "7", &stream);
    ask("127.0.0.1", "80", NULL);
    return 0;
}
