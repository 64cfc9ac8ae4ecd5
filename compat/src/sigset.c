/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <signal.h>

#include "refuse.h"

int sigemptyset(sigset_t *set) { return *set = 0, 0; }
int sigfillset(sigset_t *set) { return *set = ~0ULL, 0; }

static int valid(int number) { return number > 0 && number < NSIG; }

int sigaddset(sigset_t *set, int number)
{
    return valid(number) ? (*set |= 1ULL << (number - 1), 0) : refuse(EINVAL);
}

int sigdelset(sigset_t *set, int number)
{
    return valid(number) ? (*set &= ~(1ULL << (number - 1)), 0) : refuse(EINVAL);
}

int sigismember(const sigset_t *set, int number)
{
    return valid(number) ? (*set >> (number - 1)) & 1 : refuse(EINVAL);
}
