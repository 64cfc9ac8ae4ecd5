#ifndef COMPAT_FCNTL_H
#define COMPAT_FCNTL_H
#pragma GCC system_header

#include_next <fcntl.h>

#ifndef O_NDELAY
#define O_NDELAY O_NONBLOCK
#endif
/* fcntl answers EINVAL to it. */
#ifndef F_DUPFD
#define F_DUPFD 0
#endif

#endif
