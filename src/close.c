/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What only C can say where close is the library's own. No #include: the file compiles without a sysroot. */

/* Only a program that uses files has wasi-libc's list of directories. */
__attribute__((weak)) void __wasilibc_populate_preopens(void);

void wasock_note_preopened(void)
{
    if (__wasilibc_populate_preopens)
        __wasilibc_populate_preopens();
}
