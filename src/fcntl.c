/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What only C can say where fcntl is the library's own. No #include: the file compiles without a sysroot. */

/* fcntl is variadic; every command served takes an int or nothing. */
int wasock_fcntl(int fd, int command, int argument);

int fcntl(int fd, int command, ...)
{
    __builtin_va_list arguments;
    __builtin_va_start(arguments, command);
    int argument = __builtin_va_arg(arguments, int);
    __builtin_va_end(arguments);
    return wasock_fcntl(fd, command, argument);
}
