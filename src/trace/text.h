/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A line of the trace: what was called with what, and what came of it. */
#ifndef WASOCK_TRACE_TEXT_H
#define WASOCK_TRACE_TEXT_H

#include <poll.h>
#include <sys/socket.h>

/* Whether so many bytes, or a list of so many entries, lie in memory. The trace sees arguments before the library has
   refused the bad ones. */
int is_readable(const void *at, size_t length);
int are_readable(const void *at, size_t count, size_t size);

/* Begins a line with the call and its arguments; it is written before the call, so one that hangs is seen, too. */
void calling(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Adds to the line. */
void add(const char *format, ...) __attribute__((format(printf, 1, 2)));
void add_address(const struct sockaddr *address, socklen_t length);
void add_flags(int flags);
void add_entries(const struct pollfd *entries, nfds_t count, int answers);

/* Ends the line with the result and, when it is -1, with errno and the likely cause. Leaves errno as it was.
   `address` may be NULL: what a rule would have to allow. */
long returned(long result, const struct sockaddr *address);

/* The same for a look-up, which returns an EAI_ code. */
int looked_up(int code, const char *host);

/* The names of numbers, the number itself where it has none here. */
const char *error_name(int error);
const char *family_name(int family);
const char *type_name(int type);
const char *option_name(int level, int name);

#endif
