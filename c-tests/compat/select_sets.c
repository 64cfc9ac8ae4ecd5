// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* select's corners, with sets that are bits. */
#include "../select_sets.c"
