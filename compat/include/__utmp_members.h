/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What <utmp.h> and <utmpx.h> have in common: the members of an entry, with Linux's names and sizes, and its types. */
#ifndef COMPAT_UTMP_MEMBERS_H
#define COMPAT_UTMP_MEMBERS_H
#pragma GCC system_header

#include <paths.h>
#include <stdint.h>
#include <sys/time.h>
#include <sys/types.h>

#define __UT_LINESIZE 32
#define __UT_NAMESIZE 32
#define __UT_HOSTSIZE 256

struct __exit_status {
    short e_termination, e_exit;
};

#define __UTMP_MEMBERS \
    short ut_type; \
    pid_t ut_pid; \
    char ut_line[__UT_LINESIZE]; \
    char ut_id[4]; \
    char ut_user[__UT_NAMESIZE]; \
    char ut_host[__UT_HOSTSIZE]; \
    struct __exit_status ut_exit; \
    int32_t ut_session; \
    struct timeval ut_tv; \
    int32_t ut_addr_v6[4];

#define EMPTY 0
#define RUN_LVL 1
#define BOOT_TIME 2
#define NEW_TIME 3
#define OLD_TIME 4
#define INIT_PROCESS 5
#define LOGIN_PROCESS 6
#define USER_PROCESS 7
#define DEAD_PROCESS 8

#endif
