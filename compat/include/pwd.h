/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_PWD_H
#define COMPAT_PWD_H
#pragma GCC system_header

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct passwd {
    char *pw_name, *pw_passwd;
    uid_t pw_uid;
    gid_t pw_gid;
    char *pw_gecos, *pw_dir, *pw_shell;
};

#ifdef __cplusplus
extern "C" {
#endif

/* The database of users is empty: these return NULL and leave errno unchanged; the _r forms return 0 and no entry. */
struct passwd *getpwnam(const char *);
struct passwd *getpwuid(uid_t);
int getpwnam_r(const char *, struct passwd *, char *, size_t, struct passwd **);
int getpwuid_r(uid_t, struct passwd *, char *, size_t, struct passwd **);
void setpwent(void);
struct passwd *getpwent(void);
void endpwent(void);

#ifdef __cplusplus
}
#endif

#endif
