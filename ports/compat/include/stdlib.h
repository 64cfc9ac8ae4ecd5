#ifndef COMPAT_STDLIB_H
#define COMPAT_STDLIB_H
#pragma GCC system_header

#include_next <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

int mkstemp(char *);
/* No command processor: 0 for NULL, else -1 with ENOSYS. */
int system(const char *);

#ifdef __cplusplus
}
#endif

#endif
