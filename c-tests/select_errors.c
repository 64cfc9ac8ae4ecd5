// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What select refuses. */
#include "observe.h"
#include <sys/select.h>

static void test(void)
{
    fd_set in;
    struct timeval none = {0, 0}, negative = {-1, 0}, odd = {0, -1};
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM)), closed = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    close(closed);
    FD_ZERO(&in);
    FD_SET(closed, &in);
    show_result("a closed descriptor to read", select(closed + 1, &in, NULL, NULL, &none));
    FD_ZERO(&in);
    FD_SET(closed, &in);
    show_result("to write", select(closed + 1, NULL, &in, NULL, &none));
    FD_ZERO(&in);
    FD_SET(closed, &in);
    show_result("for exceptions", select(closed + 1, NULL, NULL, &in, &none));
    FD_ZERO(&in);
    FD_SET(fd, &in);
    show_result("negative count", select(-1, &in, NULL, NULL, &none));
    show_result("negative seconds", select(fd + 1, &in, NULL, NULL, &negative));
    show_result("negative microseconds", select(fd + 1, &in, NULL, NULL, &odd));
    FD_ZERO(&in);
    FD_SET(fd, &in);
    show_result("a socket never connected is readable", select(fd + 1, &in, NULL, NULL, &none));
    show_yes("  in the set", FD_ISSET(fd, &in));
}

int main(void)
{
    test();
    return 0;
}
