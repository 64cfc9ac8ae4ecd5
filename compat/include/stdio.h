#ifndef COMPAT_STDIO_H
#define COMPAT_STDIO_H
#pragma GCC system_header

#include_next <stdio.h>

#ifndef P_tmpdir
#define P_tmpdir "/tmp"
#endif
#ifndef L_tmpnam
#define L_tmpnam 20
#endif
#ifndef TMP_MAX
#define TMP_MAX 10000
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* There are no other processes: NULL with ENOSYS, -1 with ECHILD. */
FILE *popen(const char *, const char *);
int pclose(FILE *);

/* In /tmp, which the host has to give the program. */
FILE *tmpfile(void);
char *tmpnam(char *);
char *tempnam(const char *, const char *);
char *ctermid(char *);

#ifdef __cplusplus
}
#endif

#endif
