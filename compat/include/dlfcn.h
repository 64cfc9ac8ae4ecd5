/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_DLFCN_H
#define COMPAT_DLFCN_H
#pragma GCC system_header

#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_GLOBAL 256
#define RTLD_LOCAL 0

#ifdef __cplusplus
extern "C" {
#endif

/* The host cannot load libraries: NULL, and dlerror returns a message. */
void *dlopen(const char *, int);
void *dlsym(void *, const char *);
int dlclose(void *);
char *dlerror(void);

#ifdef __cplusplus
}
#endif

#endif
