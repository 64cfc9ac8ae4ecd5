/* One thread. Not for a C library that has threads' functions: there these are not drawn in. */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>

static char self;

__attribute__((weak)) pthread_t pthread_self(void)
{
    return (pthread_t)&self;
}

__attribute__((weak)) int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                                         void *argument)
{
    (void)thread, (void)attributes, (void)run, (void)argument;
    return EAGAIN;
}

__attribute__((weak)) int pthread_join(pthread_t thread, void **result)
{
    (void)result;
    return thread == pthread_self() ? EDEADLK : ESRCH;
}
