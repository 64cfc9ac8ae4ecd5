// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* shutdown of a listener: it stops listening at once. */
#include "observe.h"

static void test(void)
{
    struct sockaddr_storage address;
    int listening = NEEDED(listener(AF_INET, &address)), client = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEEDED(set_nonblocking(listening));
    show_result("shutdown a listener", shutdown(listening, SHUT_RDWR));
    show_fd("accept", accept(listening, NULL, NULL));
    show_result("connect", connect(client, SA(&address), sizeof(struct sockaddr_in)));
}

int main(void)
{
    test();
    return 0;
}
