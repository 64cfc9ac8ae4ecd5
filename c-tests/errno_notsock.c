// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Every call on descriptors that are no sockets: the standard streams. */
#include "every_call.h"

int main(void)
{
    every_call("standard input", 0);
    every_call("standard output", 1);
    return 0;
}
