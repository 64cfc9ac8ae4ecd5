/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Whether the runtime ignores SIGPIPE. Weak: src/ignored_sigpipe.c says otherwise. Not const, because a module has no bytes for
   variables that are zero. No #include: the file compiles without a sysroot. */
__attribute__((weak)) unsigned char wasock_sigpipe_is_ignored;
