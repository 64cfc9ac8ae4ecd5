/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "refuse.h"

/* A program never runs with the rights of another user. */
char *secure_getenv(const char *name) { return getenv(name); }

/* With one thread no stream needs a lock. */
void flockfile(FILE *stream) { (void)stream; }
int ftrylockfile(FILE *stream) { return (void)stream, 0; }
void funlockfile(FILE *stream) { (void)stream; }

/* The time zone is UTC. */
void tzset(void) {}
__attribute__((weak)) char *tzname[2] = {"UTC", "UTC"};
__attribute__((weak)) int daylight = 0;
__attribute__((weak)) long timezone = 0;

ssize_t getrandom(void *data, size_t size, unsigned flags)
{
    enum { AT_ONCE = 256 };
    if (flags & ~(unsigned)(GRND_NONBLOCK | GRND_RANDOM))
        return refuse(EINVAL);
    for (size_t done = 0; done < size; done += AT_ONCE) {
        size_t part = size - done < AT_ONCE ? size - done : AT_ONCE;
        if (getentropy((char *)data + done, part) != 0)
            return done > 0 ? (ssize_t)done : -1;
    }
    return (ssize_t)size;
}
