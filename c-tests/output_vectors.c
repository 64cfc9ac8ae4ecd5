// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* writev to the standard streams writes all buffers, as programs expect that ignore its result */
#include "observe.h"

int main(void)
{
    struct iovec parts[5] = {{"", 0}, {"one, ", 5}, {"", 0}, {"two, ", 5}, {"three\n", 6}};
    show_result("writev", writev(STDOUT_FILENO, parts, 5));
    show_result("of one buffer", writev(STDOUT_FILENO, parts + 4, 1));
    show_result("of nothing", writev(STDOUT_FILENO, parts, 1));
    show_result("to standard error", writev(STDERR_FILENO, parts, 5));
    return 0;
}
