/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The program is the only thread. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static char self;

pthread_t pthread_self(void) { return (pthread_t)&self; }
#undef pthread_equal
int pthread_equal(pthread_t a, pthread_t b) { return a == b; }

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    (void)thread, (void)attributes, (void)run, (void)argument;
    return EAGAIN;
}

static int is_self(pthread_t thread) { return thread == pthread_self(); }

int pthread_join(pthread_t thread, void **result) { return (void)result, is_self(thread) ? EDEADLK : ESRCH; }
int pthread_detach(pthread_t thread) { return is_self(thread) ? 0 : ESRCH; }
int pthread_kill(pthread_t thread, int number)
{
    if (!is_self(thread))
        return ESRCH;
    return number == 0 || raise(number) == 0 ? 0 : EINVAL;
}
int pthread_setname_np(pthread_t thread, const char *name) { return (void)thread, (void)name, ENOSYS; }
int pthread_yield(void) { return 0; }
int pthread_atfork(void (*before)(void), void (*parent)(void), void (*child)(void))
{
    return (void)before, (void)parent, (void)child, 0;
}

int pthread_once(pthread_once_t *once, void (*run)(void))
{
    if (*once == PTHREAD_ONCE_INIT) {
        *once = 1;
        run();
    }
    return 0;
}

static struct { int used; void (*destroy)(void *); void *value; } keys[PTHREAD_KEYS_MAX];

int pthread_key_create(pthread_key_t *key, void (*destroy)(void *))
{
    for (unsigned i = 0; i < PTHREAD_KEYS_MAX; i++) {
        if (!keys[i].used) {
            keys[i].used = 1, keys[i].destroy = destroy, keys[i].value = NULL;
            return *key = i, 0;
        }
    }
    return EAGAIN;
}

static int is_key(pthread_key_t key) { return key < PTHREAD_KEYS_MAX && keys[key].used; }

int pthread_key_delete(pthread_key_t key) { return is_key(key) ? keys[key].used = 0, 0 : EINVAL; }
void *pthread_getspecific(pthread_key_t key) { return is_key(key) ? keys[key].value : NULL; }
int pthread_setspecific(pthread_key_t key, const void *value)
{
    return is_key(key) ? keys[key].value = (void *)value, 0 : EINVAL;
}

static struct __ptcb *cleanups;

void _pthread_cleanup_push(struct __ptcb *one, void (*run)(void *), void *argument)
{
    *one = (struct __ptcb){run, argument, cleanups};
    cleanups = one;
}

void _pthread_cleanup_pop(struct __ptcb *one, int run)
{
    cleanups = one->__next;
    if (run)
        one->__f(one->__x);
}

/* A destructor may set values again: four rounds, the number of PTHREAD_DESTRUCTOR_ITERATIONS. */
static void destroy_values(void)
{
    for (int round = 0, any = 1; any && round < 4; round++) {
        any = 0;
        for (unsigned i = 0; i < PTHREAD_KEYS_MAX; i++) {
            void *value = keys[i].value;
            keys[i].value = NULL;
            if (keys[i].used && value != NULL && keys[i].destroy != NULL)
                any = 1, keys[i].destroy(value);
        }
    }
}

_Noreturn void pthread_exit(void *result)
{
    (void)result;
    while (cleanups != NULL)
        _pthread_cleanup_pop(cleanups, 1);
    destroy_values();
    exit(0);
}

static int cancel_state, cancel_type, cancelled;

int pthread_cancel(pthread_t thread)
{
    if (!is_self(thread))
        return ESRCH;
    cancelled = 1;
    if (cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS)
        pthread_testcancel();
    return 0;
}

void pthread_testcancel(void)
{
    if (cancelled && cancel_state == PTHREAD_CANCEL_ENABLE)
        pthread_exit(PTHREAD_CANCELED);
}

static int exchange(int *place, int next, int *old)
{
    if (next != 0 && next != 1)
        return EINVAL;
    if (old != NULL)
        *old = *place;
    return *place = next, 0;
}

int pthread_setcancelstate(int state, int *old) { return exchange(&cancel_state, state, old); }
int pthread_setcanceltype(int type, int *old) { return exchange(&cancel_type, type, old); }
