// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What select refuses, with sets that are bits. */
#include "../select_errors.c"
