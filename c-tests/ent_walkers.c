// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Walking through services and protocols: there is a first entry, "set" starts again, "end" too, and the walk ends. */
#include "observe.h"

int main(void)
{
    char first[64];
    int count = 0, tcp = 0, http = 0;
    setservent(0);
    struct servent *service = getservent();
    require(service != NULL, "getservent");
    snprintf(first, sizeof first, "%s/%s", service->s_name, service->s_proto);
    show_yes("first service has name, port and protocol", service->s_name[0] && service->s_port && service->s_proto[0]);
    getservent();
    setservent(1);
    service = getservent();
    show_yes("set starts again", strncmp(first, service->s_name, strlen(service->s_name)) == 0);
    endservent();
    while ((service = getservent())) {
        count++;
        http += strcmp(service->s_name, "http") == 0 && strcmp(service->s_proto, "tcp") == 0;
        require(count < 100000, "the walk ends");
    }
    show_yes("many services", count > 20);
    show_int("http/tcp among them", http);
    show_yes("then none", getservent() == NULL);
    endservent();

    setprotoent(0);
    struct protoent *protocol = getprotoent();
    require(protocol != NULL, "getprotoent");
    show("first protocol", "%s %d", protocol->p_name, protocol->p_proto);
    getprotoent();
    setprotoent(1);
    show("set starts again", "%s", getprotoent()->p_name);
    endprotoent();
    for (count = 0; (protocol = getprotoent()); count++)
        tcp += strcmp(protocol->p_name, "tcp") == 0 && protocol->p_proto == IPPROTO_TCP;
    show_yes("many protocols", count > 10);
    show_int("tcp among them", tcp);
    endprotoent();
    show_yes("a search does not hang on the walk", getservbyname("ssh", "tcp") != NULL && getprotobyname("udp") != NULL);
    return 0;
}
