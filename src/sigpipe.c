/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Whether the runtime ignores SIGPIPE. Weak: src/ignored_sigpipe.c says otherwise. No #include: the file compiles without a
   sysroot. */
__attribute__((weak)) const unsigned char wasock_sigpipe_is_ignored = 0;
