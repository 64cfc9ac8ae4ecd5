/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Messages on stderr: "program: message: error". */
#include <err.h>
#include <error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#include "refuse.h"

/* wasi-libc leaves program_invocation_short_name empty, so read the first argument again. */
static const char *program(void)
{
    static char *name;
    __wasi_size_t count, size;
    if (name == NULL && __wasi_args_sizes_get(&count, &size) == 0 && count > 0) {
        char **arguments = calloc(count + 1, sizeof *arguments), *text = malloc(size);
        if (arguments != NULL && text != NULL && __wasi_args_get((uint8_t **)arguments, (uint8_t *)text) == 0) {
            char *slash = strrchr(arguments[0], '/');
            name = strdup(slash == NULL ? arguments[0] : slash + 1);
        }
        free(arguments);
        free(text);
    }
    return name == NULL ? "program" : name;
}

static void say(int with_error, int error, const char *format, va_list arguments)
{
    fprintf(stderr, "%s: ", program());
    if (format != NULL) {
        errno = error;
        vfprintf(stderr, format, arguments);
    }
    if (with_error)
        fprintf(stderr, "%s%s", format != NULL ? ": " : "", strerror(error));
    fputc('\n', stderr);
    errno = error;
}

void vwarn(const char *format, va_list arguments) { say(1, errno, format, arguments); }
void vwarnx(const char *format, va_list arguments) { say(0, errno, format, arguments); }

_Noreturn void verr(int status, const char *format, va_list arguments)
{
    vwarn(format, arguments);
    exit(status);
}

_Noreturn void verrx(int status, const char *format, va_list arguments)
{
    vwarnx(format, arguments);
    exit(status);
}

void warn(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vwarn(format, arguments);
    va_end(arguments);
}

void warnx(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vwarnx(format, arguments);
    va_end(arguments);
}

_Noreturn void err(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verr(status, format, arguments);
}

_Noreturn void errx(int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    verrx(status, format, arguments);
}

void error(int status, int number, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    say(number != 0, number, format, arguments);
    va_end(arguments);
    if (status != 0)
        exit(status);
}
