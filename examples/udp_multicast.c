/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* udp_multicast listen GROUP PORT [DATAGRAMS]: joins a group and prints what is sent to it.
   udp_multicast send GROUP PORT TEXT: sends to all members of a group, on this machine and in its network.
   The host chooses the network interface, by its routes. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int fail(const char *what)
{
    perror(what);
    return 1;
}

/* Members on one machine share the port, so each allows the others to bind it. */
static int listen_to(struct sockaddr_in group, long datagrams)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0), yes = 1;
    struct ip_mreq membership = {.imr_multiaddr = group.sin_addr};
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = group.sin_port};
    if (fd == -1 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == -1 ||
        bind(fd, (struct sockaddr *)&here, sizeof here) == -1)
        return fail("bind");
    if (setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership) == -1)
        return fail("IP_ADD_MEMBERSHIP");
    puts("listening");
    fflush(stdout);
    for (; datagrams != 0; datagrams -= datagrams > 0) {
        char text[1500], from[INET_ADDRSTRLEN];
        struct sockaddr_in sender;
        socklen_t length = sizeof sender;
        ssize_t got = recvfrom(fd, text, sizeof text, 0, (struct sockaddr *)&sender, &length);
        if (got == -1)
            return fail("recvfrom");
        inet_ntop(AF_INET, &sender.sin_addr, from, sizeof from);
        printf("%s: %.*s\n", from, (int)got, text);
        fflush(stdout);
    }
    close(fd);
    return 0;
}

static int send_to(struct sockaddr_in group, const char *text)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd == -1)
        return fail("socket");
    if (sendto(fd, text, strlen(text), 0, (struct sockaddr *)&group, sizeof group) == -1)
        return fail("sendto");
    close(fd);
    return 0;
}

int main(int argc, char **argv)
{
    struct sockaddr_in group = {.sin_family = AF_INET};
    int sending = argc == 5 && strcmp(argv[1], "send") == 0;
    if (argc < 4 || argc > 5 || (!sending && strcmp(argv[1], "listen") != 0) ||
        inet_pton(AF_INET, argv[2], &group.sin_addr) != 1 || !IN_MULTICAST(ntohl(group.sin_addr.s_addr))) {
        fprintf(stderr, "usage: udp_multicast listen GROUP PORT [DATAGRAMS]\n"
                        "       udp_multicast send GROUP PORT TEXT\n"
                        "GROUP is an address from 224.0.0.0 to 239.255.255.255\n");
        return 2;
    }
    group.sin_port = htons((unsigned short)atoi(argv[3]));
    return sending ? send_to(group, argv[4]) : listen_to(group, argc == 5 ? atol(argv[4]) : -1);
}
