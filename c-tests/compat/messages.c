// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What err.h, error.h and syslog write to stderr, which is a file here; before it stands the program's name.
 * @folder */
#include "../observe.h"
#include <err.h>
#include <error.h>
#define SYSLOG_NAMES
#include <syslog.h>

static char path[256];

static void show_written(const char *label)
{
    char line[256] = "";
    FILE *file = fopen(path, "r");
    require(file != NULL, "fopen");
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        const char *message = strstr(line, ": ");
        show(label, "%s", message != NULL ? message + 2 : line);
    }
    fclose(file);
    require(freopen(path, "w", stderr) != NULL, "freopen");
}

static int named(const CODE *table, const char *name)
{
    while (table->c_name != NULL && strcmp(table->c_name, name) != 0)
        table++;
    return table->c_val;
}

static void log_to_stderr(void)
{
    openlog("name", LOG_PERROR, LOG_LOCAL3);
    errno = ENOENT;
    syslog(LOG_INFO, "logged %d %m", 7);
    syslog(LOG_ERR | LOG_DAEMON, "with its line end\n");
    show_written("syslog");
    show_int("setlogmask", setlogmask(LOG_UPTO(LOG_WARNING)));
    syslog(LOG_NOTICE, "not important");
    syslog(LOG_WARNING, "important");
    show_int("setlogmask", setlogmask(0));
    show_written("masked");
    closelog();
    openlog("name", LOG_PERROR | LOG_PID, LOG_USER);
    syslog(LOG_INFO, "with the process");
    show_written("syslog");
}

int main(void)
{
    snprintf(path, sizeof path, "%s/stderr", getenv("DIR"));
    require(freopen(path, "w", stderr) != NULL, "freopen");
    errno = ENOENT;
    warn("a %s", "warning");
    show("errno", "%s", errno_name(errno));
    warnx("another %d", 2);
    errno = ENOENT;
    warn(NULL);
    error(0, ENOENT, "an error %d", 3);
    error(0, 0, "no errno");
    show_written("warned");
    log_to_stderr();
    show("masks", "%x %x %x", LOG_MASK(LOG_ERR), LOG_UPTO(LOG_ERR), LOG_MAKEPRI(LOG_CRON, LOG_DEBUG));
    show("parts", "%x %x", LOG_PRI(LOG_CRON | LOG_ALERT), LOG_FAC(LOG_CRON | LOG_ALERT));
    show("names", "%d %d %d %d", named(prioritynames, "warning"), named(facilitynames, "local7"),
         named(facilitynames, "cron"), named(facilitynames, "nothing"));
    errx(0, "the end");
}
