/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The host has no log daemon: messages go to stderr. */
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "refuse.h"

static const char *who = "";
static int options, mask = 0xff;

void openlog(const char *name, int option, int facility)
{
    (void)facility;
    who = name == NULL ? "" : name;
    options = option;
}

void closelog(void)
{
    who = "";
    options = 0;
}

int setlogmask(int new)
{
    int old = mask;
    if (new != 0)
        mask = new;
    return old;
}

void vsyslog(int priority, const char *format, va_list arguments)
{
    int error = errno;
    if (!(mask & LOG_MASK(LOG_PRI(priority))))
        return;
    if (options & LOG_PID)
        fprintf(stderr, "%s[%d]: ", who, (int)getpid());
    else if (*who != '\0')
        fprintf(stderr, "%s: ", who);
    errno = error;
    vfprintf(stderr, format, arguments);
    size_t length = strlen(format);
    if (length == 0 || format[length - 1] != '\n')
        fputc('\n', stderr);
    errno = error;
}

void syslog(int priority, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsyslog(priority, format, arguments);
    va_end(arguments);
}
