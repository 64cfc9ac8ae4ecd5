/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The ways to what few programs over wasix need: src/dialect/wasix/hook.rs. Null in a program that does not. No #include: the
   file compiles without a sysroot. */
typedef int judge(int fd, int which, int error);
typedef long send_in_time(int fd, const void *parts, unsigned long n);
typedef long long serve(int what, int fd, int n);

static judge *_Atomic judge_errors;
send_in_time *_Atomic wasock_send_in_time;
serve *_Atomic wasock_held_serve;

void wasock_judge_errors(judge *chosen)
{
    judge_errors = chosen;
}

/* The same, if there is none yet. */
void wasock_judge_limits(judge *chosen)
{
    judge *none = 0;
    __c11_atomic_compare_exchange_strong(&judge_errors, &none, chosen, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

/* 0 if the failed call has to be repeated, otherwise the final error. */
int wasock_judge(int fd, int which, int error)
{
    judge *chosen = judge_errors;
    return chosen ? chosen(fd, which, error) : error;
}

long wasock_send_limited(int fd, const void *parts, unsigned long n)
{
    return wasock_send_in_time(fd, parts, n);
}

long long wasock_held(int what, int fd, int n)
{
    return wasock_held_serve(what, fd, n);
}
