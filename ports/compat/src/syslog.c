/* No log daemon: messages go to stderr. */
#include <stdio.h>
#include <syslog.h>

static const char *who = "";
static int mask = 0xff;

void openlog(const char *name, int option, int facility)
{
    (void)option, (void)facility;
    who = name == NULL ? "" : name;
}

void closelog(void)
{
    who = "";
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
    if (!(mask & 1 << (priority & 7)))
        return;
    fprintf(stderr, "%s: ", who);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void syslog(int priority, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsyslog(priority, format, arguments);
    va_end(arguments);
}
