// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A pipe within one program, and the numbers that a descriptor can have. */
#include "../observe.h"

int main(void)
{
    int fds[2];
    char text[8];
    show_result("pipe", pipe(fds));
    show_result("write", write(fds[1], "wake", 4));
    show_events("readable", wait_for(fds[0], POLLIN));
    show_received("read", text, read(fds[0], text, sizeof text));
    close(fds[1]);
    wait_for(fds[0], POLLIN);
    show_result("at the end", read(fds[0], text, sizeof text));
    close(fds[0]);
    show_result("pipe2", pipe2(fds, O_NONBLOCK));
    show_result("nothing to read", read(fds[0], text, sizeof text));
    show_result("unknown flags", pipe2(fds, 0x40000000));
    show_result("dup of nothing", dup(-1));
    show_result("dup2 of nothing", dup2(-1, 1));
    show_yes("dup2 to itself", dup2(fds[0], fds[0]) == fds[0]);
    return 0;
}
