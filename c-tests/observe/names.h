/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Errors, codes of look-ups, families and types by name: their numbers differ. */
#ifndef OBSERVE_NAMES_H
#define OBSERVE_NAMES_H

#include <errno.h>
#include <netdb.h>
#include <sys/socket.h>

struct code_name {
    int code;
    const char *name;
};

#define CODE(c) {c, #c}

static inline const char *code_name(const struct code_name *table, size_t entries, int code)
{
    for (size_t i = 0; i < entries; i++)
        if (table[i].code == code)
            return table[i].name;
    return "a code without a name here";
}

/* EWOULDBLOCK is EAGAIN and ENOTSUP is EOPNOTSUPP wherever these tests run; each pair has one name here. So have Linux's
 * ESOCKTNOSUPPORT and POSIX's EPROTOTYPE, which wasock returns in its place. */
static inline const char *errno_name(int code)
{
    static const struct code_name table[] = {
        {0, "0"},
        CODE(E2BIG), CODE(EACCES), CODE(EADDRINUSE), CODE(EADDRNOTAVAIL), CODE(EAFNOSUPPORT), CODE(EAGAIN),
        CODE(EALREADY), CODE(EBADF), CODE(ECONNABORTED), CODE(ECONNREFUSED), CODE(ECONNRESET), CODE(EDESTADDRREQ),
        CODE(EDOM), CODE(EFAULT), CODE(EHOSTUNREACH), CODE(EINPROGRESS), CODE(EINTR), CODE(EINVAL), CODE(EIO),
        CODE(EISCONN), CODE(EISDIR), CODE(EMFILE), CODE(EMSGSIZE), CODE(ENAMETOOLONG), CODE(ENETDOWN), CODE(ENETUNREACH), CODE(ENFILE),
        CODE(ENOBUFS), CODE(ENODEV), CODE(ENOENT), CODE(ENOMEM), CODE(ENOPROTOOPT), CODE(ENOSPC), CODE(ENOSYS),
        CODE(ENOTCONN), CODE(ENOTDIR), CODE(ENOTSOCK), CODE(ENOTTY), CODE(ENXIO), CODE(EOPNOTSUPP), CODE(EOVERFLOW), CODE(EPERM),
        CODE(EPIPE), CODE(EPROTO), CODE(EPROTONOSUPPORT), CODE(EPROTOTYPE), CODE(ERANGE), CODE(ESPIPE),
        CODE(ETIMEDOUT),
#ifdef ESHUTDOWN
        CODE(ESHUTDOWN),
#endif
#ifdef ESOCKTNOSUPPORT
        {ESOCKTNOSUPPORT, "EPROTOTYPE"},
#endif
#ifdef EPFNOSUPPORT
        CODE(EPFNOSUPPORT),
#endif
#ifdef ENOTCAPABLE
        CODE(ENOTCAPABLE),
#endif
    };
    return code_name(table, sizeof table / sizeof table[0], code);
}

static inline const char *eai_name(int code)
{
    static const struct code_name table[] = {
        {0, "0"},
        CODE(EAI_AGAIN), CODE(EAI_BADFLAGS), CODE(EAI_FAIL), CODE(EAI_FAMILY), CODE(EAI_MEMORY), CODE(EAI_NONAME),
        CODE(EAI_OVERFLOW), CODE(EAI_SERVICE), CODE(EAI_SOCKTYPE), CODE(EAI_SYSTEM),
#ifdef EAI_ADDRFAMILY
        CODE(EAI_ADDRFAMILY),
#endif
#ifdef EAI_NODATA
        CODE(EAI_NODATA),
#endif
    };
    return code_name(table, sizeof table / sizeof table[0], code);
}

static inline const char *family_name(int family)
{
    static const struct code_name table[] = {CODE(AF_UNSPEC), CODE(AF_INET), CODE(AF_INET6), CODE(AF_UNIX)};
    return code_name(table, sizeof table / sizeof table[0], family);
}

static inline const char *socktype_name(int type)
{
    static const struct code_name table[] = {{0, "any type"}, CODE(SOCK_STREAM), CODE(SOCK_DGRAM),
#ifdef SOCK_RAW
        CODE(SOCK_RAW),
#endif
    };
    return code_name(table, sizeof table / sizeof table[0], type);
}

#endif
