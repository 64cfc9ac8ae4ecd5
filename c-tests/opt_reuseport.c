// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_REUSEADDR and SO_REUSEPORT at work: who may bind an address that is taken. */
#include "observe.h"

static void try(const char *label, int type, int option, int first_sets, int second_sets, int first_listens)
{
    struct sockaddr_in here = loopback4();
    socklen_t length = sizeof here;
    int on = 1, first = NEEDED(new_socket(AF_INET, type)), second = NEEDED(new_socket(AF_INET, type));
    if ((first_sets && setsockopt(first, SOL_SOCKET, option, &on, sizeof on) != 0) ||
        (second_sets && setsockopt(second, SOL_SOCKET, option, &on, sizeof on) != 0)) {
        show_result(label, -1);
        return;
    }
    NEED(bind(first, SA(&here), sizeof here) == 0, "bind");
    NEED(getsockname(first, SA(&here), &length) == 0, "getsockname");
    if (first_listens)
        NEED(listen(first, 1) == 0, "listen");
    show_result(label, bind(second, SA(&here), sizeof here));
    close(first);
    close(second);
}

int main(void)
{
    try("TCP, nothing set", SOCK_STREAM, SO_REUSEADDR, 0, 0, 0);
    try("TCP, REUSEADDR on both", SOCK_STREAM, SO_REUSEADDR, 1, 1, 0);
    try("TCP, REUSEADDR on the second", SOCK_STREAM, SO_REUSEADDR, 0, 1, 0);
    try("TCP, REUSEADDR on both, first listens", SOCK_STREAM, SO_REUSEADDR, 1, 1, 1);
    try("TCP, REUSEPORT on both", SOCK_STREAM, SO_REUSEPORT, 1, 1, 0);
    try("TCP, REUSEPORT on both, first listens", SOCK_STREAM, SO_REUSEPORT, 1, 1, 1);
    try("TCP, REUSEPORT on the second", SOCK_STREAM, SO_REUSEPORT, 0, 1, 1);
    try("UDP, nothing set", SOCK_DGRAM, SO_REUSEADDR, 0, 0, 0);
    try("UDP, REUSEADDR on both", SOCK_DGRAM, SO_REUSEADDR, 1, 1, 0);
    try("UDP, REUSEADDR on the second", SOCK_DGRAM, SO_REUSEADDR, 0, 1, 0);
    try("UDP, REUSEPORT on both", SOCK_DGRAM, SO_REUSEPORT, 1, 1, 0);
    return 0;
}
