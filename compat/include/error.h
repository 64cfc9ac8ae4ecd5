/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_ERROR_H
#define COMPAT_ERROR_H
#pragma GCC system_header

#ifdef __cplusplus
extern "C" {
#endif

/* GNU's functions: they write a message to stderr, with the text of the errno unless it is 0, and end the program unless
   the status is 0. */
void error(int, int, const char *, ...) __attribute__((__format__(__printf__, 3, 4)));

#ifdef __cplusplus
}
#endif

#endif
