// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What a program with one thread calls of threads: locks, once, its own values, conditions with a time, its end. */
#include "../observe.h"
#include <pthread.h>
#include <signal.h>

static pthread_mutex_t still = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;

static void show_error(const char *label, int error) { show(label, "%s", error == EDEADLK ? "EDEADLK" : error == EBUSY ? "EBUSY" : error == ESRCH ? "ESRCH" : errno_name(error)); }

static void first(void) { show("once", "now"); }
static void destroy(void *value) { show("destructor", "%s", (char *)value); }
static void clean(void *value) { show("clean up", "%s", (char *)value); }
static void handler(int number) { show_yes("handler", number == SIGUSR1); }

static void mutexes(void)
{
    pthread_mutex_t lock;
    pthread_mutexattr_t attributes;
    int type;
    show_error("lock", pthread_mutex_lock(&still));
    show_error("trylock of what is locked", pthread_mutex_trylock(&still));
    show_error("unlock", pthread_mutex_unlock(&still));
    show_error("trylock", pthread_mutex_trylock(&still));
    show_error("unlock", pthread_mutex_unlock(&still));
    show_error("attributes", pthread_mutexattr_init(&attributes));
    show_error("a type that is none", pthread_mutexattr_settype(&attributes, 77));
    show_error("errorcheck", pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK));
    show_error("its type", pthread_mutexattr_gettype(&attributes, &type));
    show_yes("  is that", type == PTHREAD_MUTEX_ERRORCHECK);
    show_error("for several processes", pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
    show_error("for neither", pthread_mutexattr_setpshared(&attributes, 77));
    show_error("init", pthread_mutex_init(&lock, &attributes));
    show_error("lock", pthread_mutex_lock(&lock));
    show_error("lock twice", pthread_mutex_lock(&lock));
    show_error("destroy what is locked", pthread_mutex_destroy(&lock));
    show_error("unlock", pthread_mutex_unlock(&lock));
    show_error("unlock twice", pthread_mutex_unlock(&lock));
    show_error("destroy", pthread_mutex_destroy(&lock));
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&lock, &attributes);
    show_error("recursive", pthread_mutex_lock(&lock));
    show_error("  again", pthread_mutex_lock(&lock));
    show_error("  trylock", pthread_mutex_trylock(&lock));
    for (int i = 0; i < 3; i++)
        show_error("  unlock", pthread_mutex_unlock(&lock));
    show_error("  one too many", pthread_mutex_unlock(&lock));
    pthread_mutexattr_destroy(&attributes);
}

static void conditions(void)
{
    struct timespec time;
    pthread_cond_t monotonic;
    pthread_condattr_t attributes;
    show_error("signal", pthread_cond_signal(&condition));
    show_error("broadcast", pthread_cond_broadcast(&condition));
    pthread_mutex_lock(&still);
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec -= 1;
    show_error("a time that is past", pthread_cond_timedwait(&condition, &still, &time));
    long begin = now_ms();
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_nsec += 100000000;
    if (time.tv_nsec >= 1000000000)
        time.tv_sec++, time.tv_nsec -= 1000000000;
    pthread_condattr_init(&attributes);
    show_error("monotonic", pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
    show_error("for several processes", pthread_condattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
    pthread_cond_init(&monotonic, &attributes);
    show_error("a time to come", pthread_cond_timedwait(&monotonic, &still, &time));
    show_yes("  it came", now_ms() - begin >= 95);
    time.tv_nsec = 1000000000;
    show_error("a time that is none", pthread_cond_timedwait(&monotonic, &still, &time));
    show_error("still locked", pthread_mutex_trylock(&still));
    pthread_mutex_unlock(&still);
    show_error("destroy", pthread_cond_destroy(&monotonic));
    pthread_condattr_destroy(&attributes);
}

static void others(void)
{
    pthread_spinlock_t spin;
    pthread_attr_t attributes;
    int state;
    show_error("read lock", pthread_rwlock_rdlock(&shared));
    show_error("another", pthread_rwlock_tryrdlock(&shared));
    show_error("write while read", pthread_rwlock_trywrlock(&shared));
    pthread_rwlock_unlock(&shared);
    show_error("unlock", pthread_rwlock_unlock(&shared));
    show_error("write lock", pthread_rwlock_wrlock(&shared));
    show_error("read while written", pthread_rwlock_tryrdlock(&shared));
    show_error("lock twice", pthread_rwlock_wrlock(&shared));
    show_error("unlock", pthread_rwlock_unlock(&shared));
    show_error("spin", pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE));
    show_error("  lock", pthread_spin_lock(&spin));
    show_error("  trylock", pthread_spin_trylock(&spin));
    show_error("  unlock", pthread_spin_unlock(&spin));
    show_error("attributes", pthread_attr_init(&attributes));
    show_error("  state", pthread_attr_getdetachstate(&attributes, &state));
    show_yes("  joinable", state == PTHREAD_CREATE_JOINABLE);
    show_error("  detached", pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED));
    show_error("  stack too small", pthread_attr_setstacksize(&attributes, 10));
    show_error("  stack", pthread_attr_setstacksize(&attributes, 1 << 20));
    pthread_attr_destroy(&attributes);
}

int main(void)
{
    pthread_t self = pthread_self();
    mutexes();
    conditions();
    others();
    pthread_once(&once, first);
    pthread_once(&once, first);
    show_yes("equal", pthread_equal(self, pthread_self()));
    show_error("join oneself", pthread_join(self, NULL));
    signal(SIGUSR1, handler);
    show_error("kill oneself", pthread_kill(self, SIGUSR1));
    show_error("whether it lives", pthread_kill(self, 0));
    show_error("atfork", pthread_atfork(NULL, NULL, NULL));
    show_error("key", pthread_key_create(&key, destroy));
    show_yes("no value at first", pthread_getspecific(key) == NULL);
    show_error("value", pthread_setspecific(key, "own value"));
    show("value", "%s", (char *)pthread_getspecific(key));
    show_error("a key that is none", pthread_setspecific(key + 100, "x"));
    pthread_cleanup_push(clean, "outer");
    pthread_cleanup_push(clean, "popped");
    pthread_cleanup_pop(1);
    pthread_cleanup_push(clean, "inner");
    pthread_exit(NULL);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return 1;
}
