// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* "localhost" is the one name every machine knows: all its answers, and a client that connects by it.
 * @netns
 */
#include "observe.h"

static void ask(const char *label, const char *host, const char *service, int type)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = type}, *list = NULL;
    int code = getaddrinfo(host, service, &hints, &list);
    show(label, "%s", eai_name(code));
    if (code)
        return;
    show_address("  first address", list->ai_addr);
    show("  first kind", "%s, protocol %d", socktype_name(list->ai_socktype), list->ai_protocol);
    int all = 1;
    for (struct addrinfo *a = list; a; a = a->ai_next)
        all &= ((struct sockaddr_in *)(void *)a->ai_addr)->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
    show_yes("  all are loopback", all);
    freeaddrinfo(list);
}

static void connecting(void)
{
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *list = NULL;
    struct sockaddr_storage there;
    char port[8], text[8];
    int listening = NEEDED(listener(AF_INET, &there));
    snprintf(port, sizeof port, "%d", ntohs(((struct sockaddr_in *)&there)->sin_port));
    int code = getaddrinfo("localhost", port, &hints, &list);
    show("as clients do it", "%s", eai_name(code));
    NEED(code == 0, "getaddrinfo");
    int fd = socket(list->ai_family, list->ai_socktype, list->ai_protocol);
    show_result("connect", connect(fd, list->ai_addr, list->ai_addrlen));
    freeaddrinfo(list);
    int server = NEEDED(accepted(listening));
    require(send(server, "welcome", 7, 0) == 7, "send");
    wait_for(fd, POLLIN);
    show_received("recv", text, recv(fd, text, sizeof text, 0));
}

int main(void)
{
    ask("stream", "localhost", "80", SOCK_STREAM);
    ask("dgram", "localhost", "80", SOCK_DGRAM);
    ask("named service", "localhost", "http", SOCK_STREAM);
    ask("no service", "localhost", NULL, SOCK_STREAM);
    ask("any type", "localhost", "80", 0);
    ask("unknown service", "localhost", "nosuch", SOCK_STREAM);
    connecting();
    return 0;
}
