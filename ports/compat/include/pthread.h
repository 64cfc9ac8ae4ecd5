#ifndef COMPAT_PTHREAD_H
#define COMPAT_PTHREAD_H
#pragma GCC system_header

#if __has_include_next(<pthread.h>)
#include_next <pthread.h>
#else

#include <sys/types.h>

#define __NEED_pthread_t
#define __NEED_pthread_attr_t
#include <bits/alltypes.h>

#ifdef __cplusplus
extern "C" {
#endif

/* There are no threads: EAGAIN, as where the system has no room for another. */
int pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
/* Of no thread but oneself: EDEADLK for oneself, ESRCH for others. */
int pthread_join(pthread_t, void **);
pthread_t pthread_self(void);

#ifdef __cplusplus
}
#endif

#endif

#endif
