// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Errnos as case labels: a header that gives two of them one number does not compile (libpq and libuv fell over that). */
#include "observe.h"

static const char *kind(int code)
{
    switch (code) {
    case EACCES: case EADDRINUSE: case EADDRNOTAVAIL: case EAFNOSUPPORT: case EPFNOSUPPORT: case ESOCKTNOSUPPORT:
    case EPROTONOSUPPORT: case EPROTOTYPE: case ENOPROTOOPT: case EOPNOTSUPP:
        return "setting up";
    case EALREADY: case ECONNREFUSED: case EINPROGRESS: case EISCONN: case ETIMEDOUT: case EHOSTUNREACH: case EHOSTDOWN:
    case ENETUNREACH: case ENETDOWN: case ENETRESET:
        return "connecting";
    case EAGAIN: case ECONNRESET: case ECONNABORTED: case EMSGSIZE: case ENOBUFS: case ENOTCONN: case EPIPE: case ESHUTDOWN:
    case ETOOMANYREFS: case EDESTADDRREQ:
        return "talking";
    case EBADF: case ENOTSOCK: case EFAULT: case EINVAL: case EINTR: case EIO: case EMFILE: case ENFILE: case ENOMEM:
    case ENOSYS: case EPERM: case EDOM: case ERANGE: case EOVERFLOW: case EPROTO:
        return "anything";
    default:
        return "unknown";
    }
}

int main(void)
{
    show("ECONNREFUSED", "%s", kind(ECONNREFUSED));
    show("EPFNOSUPPORT", "%s", kind(EPFNOSUPPORT));
    show("ESHUTDOWN", "%s", kind(ESHUTDOWN));
    show("0", "%s", kind(0));
    show_yes("EWOULDBLOCK is EAGAIN", EWOULDBLOCK == EAGAIN);
    show_yes("ENOTSUP is EOPNOTSUPP", ENOTSUP == EOPNOTSUPP);
    show_yes("strerror says something", strlen(strerror(ECONNREFUSED)) > 0 && strlen(strerror(ESHUTDOWN)) > 0);
    return 0;
}
