/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A line of the trace: the call, its arguments and its result. */
#ifndef WASOCK_TRACE_TEXT_H
#define WASOCK_TRACE_TEXT_H

#include <poll.h>
#include <sys/socket.h>

/* Whether so many bytes, or a list of so many entries, lie in memory. The trace reads arguments before the library has
   checked them. */
int is_readable(const void *at, size_t length);
int are_readable(const void *at, size_t count, size_t size);

/* Begins a line with the call and its arguments. It is written before the call, so that a call that hangs is visible. */
void calling(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Adds to the line. */
void add(const char *format, ...) __attribute__((format(printf, 1, 2)));
void add_address(const struct sockaddr *address, socklen_t length);
void add_flags(int flags);
void add_entries(const struct pollfd *entries, nfds_t count, int answers);

/* Ends the line with the result and, when it is -1, with errno and the likely cause. Leaves errno as it was.
   `address` is the one that a rule would have to allow, or NULL. */
long returned(long result, const struct sockaddr *address);

/* The same for a look-up, which returns an EAI_ code. */
int looked_up(int code, const char *host);

/* The constants for numbers, or the digits if none is known here. */
const char *error_name(int error);
const char *family_name(int family);
const char *type_name(int type);
const char *option_name(int level, int name);

#endif
