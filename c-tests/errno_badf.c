// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Every call on a descriptor that is closed, and on numbers that never were one. */
#include "every_call.h"

static void any_call(const char *label, int fd)
{
    char text[4] = "abc";
    every_call(label, fd);
    show_result("  fcntl", fcntl(fd, F_GETFL));
    show_result("  read", read(fd, text, 3));
    show_result("  write", write(fd, text, 3));
    show_result("  close", close(fd));
}

int main(void)
{
    int closed = new_socket(AF_INET, SOCK_STREAM);
    close(closed);
    any_call("a closed socket", closed);
    any_call("-1", -1);
    any_call("12345", 12345);
    return 0;
}
