/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What only C can say over the dialect berkeley: a call of a function that may not be there, in the encoding of
   WebAssembly's first release. No #include: the file compiles without a sysroot. */

static _Atomic(int (*)(int, int)) copy;

/* Options may differ from now on; a program that sets none never comes here, and need not import what copies them. */
void wasock_options_differ(int (*copy_options)(int, int))
{
    copy = copy_options;
}

/* Gives the one socket the options of the other: 0 or an error number. */
int wasock_copy_options(int new_fd, int old_fd)
{
    int (*copy_options)(int, int) = copy;
    return copy_options ? copy_options(new_fd, old_fd) : 0;
}
