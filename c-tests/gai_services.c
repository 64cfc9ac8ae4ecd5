// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Services by name and number: the port, and which kinds of socket a name stands for. */
#include "observe.h"

static void ask(const char *service, int type, int flags)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | flags, .ai_socktype = type, .ai_family = AF_INET}, *list = NULL;
    char label[64];
    snprintf(label, sizeof label, "%s, %s", service, socktype_name(type));
    int code = getaddrinfo("127.0.0.1", service, &hints, &list);
    show(label, "%s", eai_name(code));
    for (struct addrinfo *a = code ? NULL : list; a; a = a->ai_next)
        show("  answer", "%s, protocol %d, port %d", socktype_name(a->ai_socktype), a->ai_protocol,
             ntohs(((struct sockaddr_in *)(void *)a->ai_addr)->sin_port));
    if (!code)
        freeaddrinfo(list);
}

int main(void)
{
    ask("http", SOCK_STREAM, 0);
    ask("https", SOCK_STREAM, 0);
    ask("ssh", SOCK_STREAM, 0);
    ask("smtp", SOCK_STREAM, 0);
    ask("ftp", SOCK_STREAM, 0);
    ask("domain", SOCK_STREAM, 0);
    ask("domain", SOCK_DGRAM, 0);
    ask("domain", 0, 0);
    ask("ntp", SOCK_DGRAM, 0);
    ask("echo", 0, 0);
    ask("ssh", SOCK_DGRAM, 0);
    ask("HTTP", SOCK_STREAM, 0);
    ask("www", SOCK_STREAM, 0);
    ask("80", 0, AI_NUMERICSERV);
    ask("080", SOCK_STREAM, 0);
    ask("http", SOCK_STREAM, AI_NUMERICSERV);
    ask("nosuch", 0, 0);
    return 0;
}
