#ifndef COMPAT_STDIO_H
#define COMPAT_STDIO_H
#pragma GCC system_header

#include_next <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

FILE *popen(const char *, const char *);
int pclose(FILE *);

#ifdef __cplusplus
}
#endif

#endif
