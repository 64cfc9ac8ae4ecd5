/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_GRP_H
#define COMPAT_GRP_H
#pragma GCC system_header

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct group {
    char *gr_name, *gr_passwd;
    gid_t gr_gid;
    char **gr_mem;
};

#ifdef __cplusplus
extern "C" {
#endif

/* The database of groups is empty: these return NULL and leave errno unchanged; the _r forms return 0 and no entry. */
struct group *getgrnam(const char *);
struct group *getgrgid(gid_t);
int getgrnam_r(const char *, struct group *, char *, size_t, struct group **);
int getgrgid_r(gid_t, struct group *, char *, size_t, struct group **);
void setgrent(void);
struct group *getgrent(void);
void endgrent(void);

/* Returns the one group of the caller. */
int getgrouplist(const char *, gid_t, gid_t *, int *);
/* Not permitted: EPERM. */
int initgroups(const char *, gid_t);
int setgroups(size_t, const gid_t *);

#ifdef __cplusplus
}
#endif

#endif
