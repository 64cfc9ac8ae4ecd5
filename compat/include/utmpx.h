/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_UTMPX_H
#define COMPAT_UTMPX_H
#pragma GCC system_header

#include <__utmp_members.h>

struct utmpx {
    __UTMP_MEMBERS
};

#define UTMPX_FILE _PATH_UTMP
#define WTMPX_FILE _PATH_WTMP

#ifdef __cplusplus
extern "C" {
#endif

/* Nobody is logged in: a search finds nothing, with ENOENT. An entry cannot be written: EPERM. */
void setutxent(void);
void endutxent(void);
struct utmpx *getutxent(void);
struct utmpx *getutxid(const struct utmpx *);
struct utmpx *getutxline(const struct utmpx *);
struct utmpx *pututxline(const struct utmpx *);
int utmpxname(const char *);
void updwtmpx(const char *, const struct utmpx *);

#ifdef __cplusplus
}
#endif

#endif
