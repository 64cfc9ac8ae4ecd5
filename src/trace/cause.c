/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* How a traced call ends: the result or the error, and the cure, with the flags of the dialect's runtime. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <wasock.h>

#include "text.h"

static int linked_for(const char *dialect)
{
    return strcmp(wasock_dialect(), dialect) == 0;
}

/* The flags of iwasm, which wasock-run takes for every dialect that has rules. */
static void add_rule(const struct sockaddr *address)
{
    char host[INET6_ADDRSTRLEN];
    const struct sockaddr_in *v4 = (const void *)address;
    const struct sockaddr_in6 *v6 = (const void *)address;
    if (!is_readable(address, sizeof *address))
        address = 0;
    if (address && address->sa_family == AF_INET)
        add(" --addr-pool=%s/32", inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host));
    else if (address && address->sa_family == AF_INET6)
        add(" --addr-pool=%s/128", inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host));
    else if (address && address->sa_family == AF_UNIX)
        add(" --allow-unix=DIRECTORY");
    else
        add(" --addr-pool");
}

/* EACCES always comes from the host. */
static void add_permission(const struct sockaddr *address)
{
    if (linked_for("wasix")) {
        add("; the host forbids it: wasmer run --net allows it");
    } else if (linked_for("wasi-sockets")) {
        add("; the host forbids it: wasmtime run -S inherit-network allows it");
        if (!address)
            add(", unless -S tcp=n or -S udp=n forbids it");
    } else if (linked_for("preview1")) {
        add("; the host has opened no socket for this: wasmtime --tcplisten, wasock-run --tcplisten or --tcpconnect");
    } else {
        add("; the host forbids it, or has no rule that allows it:");
        add_rule(address);
    }
}

static void add_cause(int error, const struct sockaddr *address)
{
    switch (error) {
    case EACCES: add_permission(address); break;
    case EOPNOTSUPP:
    case ENOPROTOOPT:
    case EAFNOSUPPORT:
    case EPROTONOSUPPORT:
    case EPROTOTYPE: add("; dialect %s may have no call for it", wasock_dialect()); break;
    case ENOTCAPABLE: add("; the host does not give the right to do this with the descriptor"); break;
    default: break;
    }
}

long returned(long result, const struct sockaddr *address)
{
    int error = errno;
    add(" = %ld", result);
    if (result == -1) {
        add(" %s", error_name(error));
        add_cause(error, address);
    }
    add("\n");
    errno = error;
    return result;
}

/* Whether a flag with this host name can be pasted into a shell, and allows this name only. */
static int is_plain(const char *host)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    return host && host[strspn(host, plain)] == 0;
}

int looked_up(int code, const char *host)
{
    int error = errno;
    add(" = %d", code);
    if (code != 0)
        add(" %s", code == EAI_SYSTEM ? error_name(error) : gai_strerror(code));
    if (code == EAI_SYSTEM && error == EACCES && (linked_for("wamr") || linked_for("berkeley")))
        add("; the host forbids it: --allow-resolve=%s", is_plain(host) ? host : "NAME");
    else if (code == EAI_FAIL && linked_for("wasi-sockets"))
        add("; the host may forbid it: wasmtime run -S allow-ip-name-lookup allows it");
    else if (code == EAI_SYSTEM)
        add_cause(error, 0);
    add("\n");
    errno = error;
    return code;
}
