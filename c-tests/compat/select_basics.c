// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* select on sockets: three sets in, three sets out, the count, and the timeout, with sets that are bits. */
#include "../select_basics.c"
