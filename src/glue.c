/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What only C can say. No #include: the file compiles without a sysroot. */

/* wasi-libc of 2022 declares __errno_location and does not define it. Weak: where the C library has its
   own, either one names the same errno. */
extern _Thread_local int errno;

__attribute__((weak)) int *__errno_location(void)
{
    return &errno;
}

/* Each thread has its own, which no_std Rust cannot say. */
static _Thread_local int host_error;

int *__h_errno_location(void)
{
    return &host_error;
}

/* ioctl is variadic; every request served takes one pointer. */
int wasock_ioctl(int fd, int request, void *argument);

int ioctl(int fd, int request, ...)
{
    __builtin_va_list arguments;
    __builtin_va_start(arguments, request);
    void *argument = __builtin_va_arg(arguments, void *);
    __builtin_va_end(arguments);
    return wasock_ioctl(fd, request, argument);
}

/* The time limit of a receive with MSG_WAITALL, once a program has set one: a program that sets none links none of it, and need
   not import what reads the limit. */
static _Atomic(int (*)(int, unsigned long long *)) keep_to;

void wasock_limits_are_set(int (*keep)(int, unsigned long long *))
{
    keep_to = keep;
}

/* Whether more comes before the end of the call, or an error below zero. */
int wasock_keep_to_limit(int fd, unsigned long long *end)
{
    int (*keep)(int, unsigned long long *) = keep_to;
    return keep ? keep(fd, end) : 1;
}
