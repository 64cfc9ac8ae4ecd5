// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Names of hosts, services and interfaces, and the texts of addresses; "nosuch.invalid" is for the host to say.
 * @netns
 * @resolve nosuch.invalid */
#include "row.h"
#include <ifaddrs.h>
#include <net/if.h>

static char buffer[1024];

static void hosts(void)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    struct hostent host, *found = NULL;
    struct sockaddr_in six = address4(0xc0000206, 80);
    char name[NI_MAXHOST], service[NI_MAXSERV];
    int code = getaddrinfo("192.0.2.6", "http", &hints, &list), why = 0;
    row("getaddrinfo of numbers", code == 0 && list->ai_addrlen == sizeof six && !memcmp(list->ai_addr, &six, 8));
    if (list)
        freeaddrinfo(list);
    row("freeaddrinfo", code == 0);
    code = getaddrinfo("nosuch.invalid", "http", &hints, &list);
    row("getaddrinfo of a name", code == EAI_NONAME || code == EAI_AGAIN);
    row("gai_strerror", *gai_strerror(EAI_NONAME));
    code = getnameinfo(SA(&six), sizeof six, name, sizeof name, service, sizeof service, NI_NUMERICHOST);
    row("getnameinfo", code == 0 && !strcmp(name, "192.0.2.6") && !strcmp(service, "http"));
    found = gethostbyname("192.0.2.6");
    row("gethostbyname", found && found->h_length == 4);
    found = gethostbyname2("2001:db8::6", AF_INET6);
    row("gethostbyname2", found && found->h_length == 16);
    found = gethostbyaddr(&(struct in_addr){htonl(INADDR_LOOPBACK)}, 4, AF_INET);
    row("gethostbyaddr of 127.0.0.1", found && !strcmp(found->h_name, "localhost"));
    code = gethostbyname_r("192.0.2.6", &host, buffer, sizeof buffer, &found, &why);
    row("gethostbyname_r", code == 0 && found == &host);
    code = gethostbyname2_r("192.0.2.6", AF_INET, &host, buffer, sizeof buffer, &found, &why);
    row("gethostbyname2_r", code == 0 && found == &host);
    code = gethostbyaddr_r(&(struct in_addr){htonl(INADDR_LOOPBACK)}, 4, AF_INET, &host, buffer, sizeof buffer, &found, &why);
    row("gethostbyaddr_r", code == 0 && found == &host);
    h_errno = 0;
    row("h_errno", gethostbyname("") == NULL && h_errno != 0);
    row("hstrerror", *hstrerror(HOST_NOT_FOUND));
    herror("this line is wanted");
    row("herror", 1);
    row("gethostname", gethostname(buffer, sizeof buffer) == 0);
    sethostent(0);
    row("gethostent", gethostent() != NULL);
    endhostent();
}

static void tables(void)
{
    struct servent service, *found = NULL;
    row("getservbyname", getservbyname("https", "tcp") && getservbyname("https", "tcp")->s_port == htons(443));
    row("getservbyport", getservbyport(htons(443), "tcp") && !strcmp(getservbyport(htons(443), "tcp")->s_name, "https"));
    row("getservbyname_r", !getservbyname_r("https", "tcp", &service, buffer, sizeof buffer, &found) && found == &service);
    row("getservbyport_r", !getservbyport_r(htons(443), "tcp", &service, buffer, sizeof buffer, &found) && found == &service);
    setservent(0);
    row("getservent", getservent() != NULL);
    endservent();
    row("getprotobyname", getprotobyname("tcp") && getprotobyname("tcp")->p_proto == IPPROTO_TCP);
    row("getprotobynumber", getprotobynumber(IPPROTO_UDP) && !strcmp(getprotobynumber(IPPROTO_UDP)->p_name, "udp"));
    setprotoent(0);
    row("getprotoent", getprotoent() != NULL);
    endprotoent();
    setnetent(0);
    row("getnetent", getnetent() != NULL);
    endnetent();
    row("getnetbyname", getnetbyname("loopback") != NULL);
    row("getnetbyaddr", getnetbyaddr(127u << 24, AF_INET) != NULL);
}

static void interfaces(void)
{
    struct if_nameindex *list = if_nameindex();
    struct ifaddrs *addresses = NULL;
    row("if_nameindex", list != NULL);
    if (list)
        if_freenameindex(list);
    row("if_nametoindex", if_nametoindex("lo") == 1);
    row("if_indextoname", if_indextoname(1, buffer) && !strcmp(buffer, "lo"));
    row("getifaddrs", getifaddrs(&addresses) == 0);
    if (addresses)
        freeifaddrs(addresses);
}

static void texts(void)
{
    struct in_addr six = {htonl(0xc0000206)}, read;
    row("inet_pton", inet_pton(AF_INET, "192.0.2.6", &read) == 1 && read.s_addr == six.s_addr);
    row("inet_ntop", inet_ntop(AF_INET, &six, buffer, sizeof buffer) && !strcmp(buffer, "192.0.2.6"));
    row("inet_aton", inet_aton("192.0.518", &read) == 1 && read.s_addr == six.s_addr);
    row("inet_addr", inet_addr("192.0.2.6") == six.s_addr);
    row("inet_ntoa", !strcmp(inet_ntoa(six), "192.0.2.6"));
    row("inet_network", inet_network("192.0.2.6") == 0xc0000206);
    row("inet_makeaddr", inet_makeaddr(0xc00002, 6).s_addr == six.s_addr);
    row("inet_lnaof", inet_lnaof(six) == 6);
    row("inet_netof", inet_netof(six) == 0xc00002);
}

int main(void)
{
    hosts();
    tables();
    interfaces();
    texts();
    return 0;
}
