// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Every length with every family, on every kind of socket: which of them each call takes, and the errno of those that it
 * does not. Linux checks the length first in one call, the family first in another. One row a family, neighbours of one
 * result together.
 * @netns
 */
#include "observe.h"

enum call { BIND, CONNECT, SENDTO, SENDMSG };

/* Datagrams have a receiver there; connections are refused. */
#define PORT 2000

/* The passed address: zeros except the family, or an address to bind to or to send to. */
static struct sockaddr_storage address_of(int family, int blank, enum call call)
{
    struct sockaddr_in in = address4(INADDR_LOOPBACK, call == BIND ? 0 : PORT);
    struct sockaddr_in6 in6 = address6(&in6addr_loopback, call == BIND ? 0 : PORT);
    struct sockaddr_storage address = {0};
    if (!blank && family == AF_INET6)
        memcpy(&address, &in6, sizeof in6);
    else if (!blank)
        memcpy(&address, &in, sizeof in);
    if (family == AF_UNIX)
        strcpy((char *)&address + sizeof address.ss_family, "name");
    address.ss_family = (sa_family_t)family;
    return address;
}

static ssize_t called(int fd, enum call call, struct sockaddr_storage *address, socklen_t length)
{
    struct iovec part = {(char *)"x", 1};
    struct msghdr message = {address, length, &part, 1, NULL, 0, 0};
    switch (call) {
    case BIND: return bind(fd, SA(address), length);
    case CONNECT: return connect(fd, SA(address), length);
    case SENDTO: return sendto(fd, "x", 1, MSG_NOSIGNAL, SA(address), length);
    default: return sendmsg(fd, &message, MSG_NOSIGNAL);
    }
}

/* The rest of a row: each result, with the first and the last length that has it. */
struct row {
    char text[400];
    const char *result;
    int first, last;
};

static void end_part(struct row *row)
{
    size_t used = strlen(row->text);
    if (!row->result)
        return;
    if (row->first == row->last)
        snprintf(row->text + used, sizeof row->text - used, "; %d %s", row->first, row->result);
    else
        snprintf(row->text + used, sizeof row->text - used, "; %d to %d %s", row->first, row->last, row->result);
}

static void add(struct row *row, int length, const char *result)
{
    if (row->result && strcmp(row->result, result) == 0) {
        row->last = length;
        return;
    }
    end_part(row);
    row->result = result;
    row->first = row->last = length;
}

/* A new socket for each call that changes it; one connected socket for all others. */
static void one_family(const char *label, int family, int blank, int own, int type, enum call call, int connected_one)
{
    static const int longer[] = {29, 110, 128, 129, -1};
    struct row row = {.text = ""};
    for (int i = 0; i <= 28 + (int)(sizeof longer / sizeof *longer); i++) {
        int length = i <= 28 ? i : longer[i - 29];
        int fd = connected_one >= 0 ? connected_one : NEEDED(new_socket(own, type));
        struct sockaddr_storage address[2] = {address_of(family, blank, call)};
        add(&row, length, called(fd, call, address, (socklen_t)length) < 0 ? errno_name(errno) : "done");
        if (fd != connected_one)
            close(fd);
    }
    end_part(&row);
    show(label, "%s", row.text + 2);
}

static void each_family(const char *label, int own, int type, enum call call, int connected_one)
{
    show(label, "follows");
    one_family("  AF_UNSPEC, zeros", AF_UNSPEC, 1, own, type, call, connected_one);
    one_family("  AF_UNSPEC", AF_UNSPEC, 0, own, type, call, connected_one);
    one_family("  AF_INET", AF_INET, 0, own, type, call, connected_one);
    one_family("  AF_INET6", AF_INET6, 0, own, type, call, connected_one);
    one_family("  AF_UNIX", AF_UNIX, 0, own, type, call, connected_one);
    one_family("  another", 77, 0, own, type, call, connected_one);
}

static void streams(int family)
{
    int pair[2];
    show(family == AF_INET ? "streams over IPv4" : "streams over IPv6", "follow");
    int fd = socket(family, SOCK_STREAM, 0);
    NEED(fd >= 0, "socket");
    close(fd);
    each_family(" bind", family, SOCK_STREAM, BIND, -1);
    each_family(" connect", family, SOCK_STREAM, CONNECT, -1);
    each_family(" sendto, no connection", family, SOCK_STREAM, SENDTO, -1);
    NEEDED(stream_pair(family, pair));
    each_family(" sendto", family, SOCK_STREAM, SENDTO, pair[0]);
    each_family(" sendmsg", family, SOCK_STREAM, SENDMSG, pair[0]);
    close(pair[0]);
    close(pair[1]);
}

static void datagrams(int family)
{
    struct sockaddr_storage there = address_of(family, 0, SENDTO);
    show(family == AF_INET ? "datagrams over IPv4" : "datagrams over IPv6", "follow");
    int fd = socket(family, SOCK_DGRAM, 0);
    NEED(fd >= 0, "socket");
    each_family(" bind", family, SOCK_DGRAM, BIND, -1);
    each_family(" connect", family, SOCK_DGRAM, CONNECT, -1);
    each_family(" sendto, no peer", family, SOCK_DGRAM, SENDTO, -1);
    each_family(" sendmsg, no peer", family, SOCK_DGRAM, SENDMSG, -1);
    NEED(connect(fd, SA(&there), address_size(&there)) == 0, "connect");
    each_family(" sendto", family, SOCK_DGRAM, SENDTO, fd);
    close(fd);
}

static void receiver(int family)
{
    struct sockaddr_storage here = address_of(family, 0, SENDTO);
    int fd = socket(family, SOCK_DGRAM, 0);
    NEED(fd >= 0, "socket");
    NEED(bind(fd, SA(&here), address_size(&here)) == 0, "bind");
}

int main(void)
{
    receiver(AF_INET);
    receiver(AF_INET6);
    streams(AF_INET);
    streams(AF_INET6);
    datagrams(AF_INET);
    datagrams(AF_INET6);
    return 0;
}
