/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What only C can say where something may be kept of a socket. No #include: the file compiles without a sysroot. */

/* Frees memory through the address of free, which a program that keeps nothing does not link. */
void wasock_release(void (*release)(void *), void *memory)
{
    release(memory);
}
