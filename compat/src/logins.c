/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The databases of who is and was logged in: as on a system without these files, where the program may not make them. */
#include <stddef.h>
#include <utmp.h>
#include <utmpx.h>

#include "refuse.h"

void setutxent(void) {}
void endutxent(void) {}
struct utmpx *getutxent(void) { return refuse(ENOENT), NULL; }
struct utmpx *getutxid(const struct utmpx *wanted) { return (void)wanted, refuse(ENOENT), NULL; }
struct utmpx *getutxline(const struct utmpx *wanted) { return (void)wanted, refuse(ENOENT), NULL; }
struct utmpx *pututxline(const struct utmpx *entry) { return (void)entry, refuse(EPERM), NULL; }
int utmpxname(const char *path) { return (void)path, refuse(ENOSYS); }
void updwtmpx(const char *path, const struct utmpx *entry) { (void)path, (void)entry; }

void setutent(void) {}
void endutent(void) {}
struct utmp *getutent(void) { return refuse(ENOENT), NULL; }
struct utmp *getutid(const struct utmp *wanted) { return (void)wanted, refuse(ENOENT), NULL; }
struct utmp *getutline(const struct utmp *wanted) { return (void)wanted, refuse(ENOENT), NULL; }
struct utmp *pututline(const struct utmp *entry) { return (void)entry, refuse(EPERM), NULL; }
int utmpname(const char *path) { return (void)path, refuse(ENOSYS); }
void updwtmp(const char *path, const struct utmp *entry) { (void)path, (void)entry; }

void login(const struct utmp *entry) { (void)entry; }
void logwtmp(const char *line, const char *name, const char *host) { (void)line, (void)name, (void)host; }
int logout(const char *line) { return (void)line, 0; }
int login_tty(int fd) { return (void)fd, refuse(ENOTTY); }
