#ifndef COMPAT_SYS_RESOURCE_H
#define COMPAT_SYS_RESOURCE_H
#pragma GCC system_header

#ifndef _WASI_EMULATED_PROCESS_CLOCKS
#define _WASI_EMULATED_PROCESS_CLOCKS
#endif
#include_next <sys/resource.h>

typedef unsigned long long rlim_t;

struct rlimit {
    rlim_t rlim_cur, rlim_max;
};

#ifndef RLIM_INFINITY
#define RLIM_INFINITY (~0ULL)
#endif
#ifndef RLIMIT_CORE
#define RLIMIT_CORE 4
#endif
#ifndef RLIMIT_NOFILE
#define RLIMIT_NOFILE 7
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Only RLIMIT_NOFILE is known, to be what select takes; EINVAL for the others. None can be set: EPERM. */
int getrlimit(int, struct rlimit *);
int setrlimit(int, const struct rlimit *);

#ifdef __cplusplus
}
#endif

#endif
