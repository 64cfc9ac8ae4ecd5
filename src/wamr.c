/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The way to what is kept of a socket: src/dialect/wamr/hook.rs. Null in a program that keeps nothing. No #include: the file
   compiles without a sysroot. */
typedef long serve(int what, int fd, const void *at, unsigned long n, void *out);

serve *_Atomic wasock_kept_serve;

long wasock_kept(int what, int fd, const void *at, unsigned long n, void *out)
{
    return wasock_kept_serve(what, fd, at, n, out);
}
