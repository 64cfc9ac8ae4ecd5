/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SYS_PRCTL_H
#define COMPAT_SYS_PRCTL_H
#pragma GCC system_header

#define PR_SET_PDEATHSIG 1
#define PR_GET_DUMPABLE 3
#define PR_SET_DUMPABLE 4
#define PR_SET_KEEPCAPS 8
#define PR_SET_NAME 15
#define PR_GET_NAME 16
#define PR_SET_NO_NEW_PRIVS 38

#ifdef __cplusplus
extern "C" {
#endif

/* A process has no settings here: ENOSYS. */
int prctl(int, ...);

#ifdef __cplusplus
}
#endif

#endif
