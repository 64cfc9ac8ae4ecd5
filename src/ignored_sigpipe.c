/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Linked by -Wl,--undefined=wasock_ignored_sigpipe: the runtime was started with SIGPIPE ignored, so that no send needs to look
   for the peer first. No #include: the file compiles without a sysroot. */
const unsigned char wasock_sigpipe_is_ignored = 1;
const unsigned char wasock_ignored_sigpipe = 1;
