// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A program without sockets pays nothing for the archive beside it. */
int main(void) { return 0; }
