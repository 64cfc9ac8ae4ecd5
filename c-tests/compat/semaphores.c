// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Semaphores that one thread counts with. */
#include "../observe.h"
#include <semaphore.h>

int main(void)
{
    sem_t count;
    int value;
    struct timespec past = {1, 0}, wrong = {1, 1000000000};
    show_result("init", sem_init(&count, 0, 2));
    show_result("wait", sem_wait(&count));
    show_result("trywait", sem_trywait(&count));
    show_result("trywait of 0", sem_trywait(&count));
    show_result("timedwait", sem_timedwait(&count, &past));
    show_result("timedwait with a wrong time", sem_timedwait(&count, &wrong));
    show_result("post", sem_post(&count));
    show_result("getvalue", sem_getvalue(&count, &value));
    show_int("  value", value);
    show_result("timedwait of 1", sem_timedwait(&count, &past));
    show_result("too large", sem_init(&count, 0, 0x80000000u));
    show_result("destroy", sem_destroy(&count));
    return 0;
}
