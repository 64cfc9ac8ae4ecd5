/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The programs behind the tables of docs/functions.md: each row is tried once, and says "works", the error, or
 * "no" where there is none. On Linux all work. */
#include "../observe.h"

/* A row of the table: what was tried, and whether it did what it is for; errno says why not. */
static inline void row(const char *name, int works)
{
    int code = errno;
    show(name, "%s", works ? "works" : code ? errno_name(code) : "no");
    errno = 0;
}

/* Tries only where there is a descriptor; else the reason for that is the row's. */
#define TRY(fd, name, expression) row(name, (errno = (fd) < 0 ? -(fd) : 0) ? 0 : (expression))

/* A descriptor, or the error as a negative number. */
static inline int or_error(int fd) { return fd < 0 ? -errno : fd; }

static inline struct sockaddr_in at_port(const char *variable)
{
    return address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv(variable)));
}
