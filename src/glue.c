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

/* SO_RCVTIMEO for MSG_WAITALL, once a program has set it: a program that does not need not import what reads it. */
static _Atomic(unsigned long long (*)(int)) read_limit;

void wasock_limits_are_set(unsigned long long (*read)(int))
{
    read_limit = read;
}

/* The limit of a socket in microseconds, 0 for none. */
unsigned long long wasock_recv_limit(int fd)
{
    unsigned long long (*read)(int) = read_limit;
    return read ? read(fd) : 0;
}
