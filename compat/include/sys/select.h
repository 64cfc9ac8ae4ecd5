/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_SELECT_H
#define COMPAT_SYS_SELECT_H
#pragma GCC system_header

/* wasock's are for the C library's fd_set. */
#define select __wasock_list_select
#define pselect __wasock_list_pselect
#include_next <sys/select.h>
#undef select
#undef pselect

#ifdef __cplusplus
extern "C" {
#endif

int select(int, fd_set *__restrict, fd_set *__restrict, fd_set *__restrict, struct timeval *__restrict)
    __asm__("compat_select");
int pselect(int, fd_set *__restrict, fd_set *__restrict, fd_set *__restrict, const struct timespec *__restrict,
            const sigset_t *__restrict) __asm__("compat_pselect");

#ifdef __cplusplus
}
#endif

#endif
