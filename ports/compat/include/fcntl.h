#ifndef COMPAT_FCNTL_H
#define COMPAT_FCNTL_H
#pragma GCC system_header

#include_next <fcntl.h>

/* wasi-libc's hold casts, which the preprocessor cannot compare. */
#undef O_DSYNC
#undef O_RSYNC
#undef O_SYNC
#define O_DSYNC 0x2
#define O_RSYNC 0x8
#define O_SYNC 0x10

#ifndef O_NDELAY
#define O_NDELAY O_NONBLOCK
#endif
/* fcntl answers EINVAL to it. */
#ifndef F_DUPFD
#define F_DUPFD 0
#endif

#endif
