/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_UTMP_H
#define COMPAT_UTMP_H
#pragma GCC system_header

#include <__utmp_members.h>

struct utmp {
    __UTMP_MEMBERS
};

#define UT_LINESIZE __UT_LINESIZE
#define UT_NAMESIZE __UT_NAMESIZE
#define UT_HOSTSIZE __UT_HOSTSIZE
#define UT_UNKNOWN EMPTY
#define ut_name ut_user
#ifndef _NO_UT_TIME
#define ut_time ut_tv.tv_sec
#endif
#define ut_xtime ut_tv.tv_sec
#define ut_addr ut_addr_v6[0]
#define UTMP_FILE _PATH_UTMP
#define UTMP_FILENAME _PATH_UTMP
#define WTMP_FILE _PATH_WTMP
#define WTMP_FILENAME _PATH_WTMP

#ifdef __cplusplus
extern "C" {
#endif

/* As those of <utmpx.h>. */
void setutent(void);
void endutent(void);
struct utmp *getutent(void);
struct utmp *getutid(const struct utmp *);
struct utmp *getutline(const struct utmp *);
struct utmp *pututline(const struct utmp *);
int utmpname(const char *);
/* They report no failure on any system. */
void updwtmp(const char *, const struct utmp *);
void login(const struct utmp *);
void logwtmp(const char *, const char *, const char *);
/* 0: nobody was logged in. */
int logout(const char *);
/* No descriptor is a terminal: ENOTTY. */
int login_tty(int);

#ifdef __cplusplus
}
#endif

#endif
