/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <resolv.h>

#include "refuse.h"

int res_init(void) { return refuse(ENOSYS); }
