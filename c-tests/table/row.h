/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* For the programs that write the tables of docs/functions.md: each row makes its calls once, and prints "works", the errno,
 * or "no" if the call failed without an errno. On Linux all rows work. */
#include "../observe.h"

/* A row of the table: its name, and whether the call works; otherwise errno is the reason. */
static inline void row(const char *name, int works)
{
    int code = errno;
    show(name, "%s", works ? "works" : code ? errno_name(code) : "no");
    errno = 0;
}

/* Makes the call only if there is a descriptor; otherwise the row shows why there is none. */
#define TRY(fd, name, expression) row(name, (errno = (fd) < 0 ? -(fd) : 0) ? 0 : (expression))

/* A descriptor, or the error as a negative number. */
static inline int or_error(int fd) { return fd < 0 ? -errno : fd; }

static inline struct sockaddr_in at_port(const char *variable)
{
    return address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv(variable)));
}
