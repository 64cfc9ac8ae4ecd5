// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A hundred sockets at once, each its own: nothing is mixed up, and after closing them all they can be had again. */
#include "observe.h"

#define PAIRS 50

static int pairs[PAIRS][2];

static void round_of_talk(const char *label)
{
    struct sockaddr_storage address;
    int listening = NEEDED(listener(AF_INET, &address)), right = 0;
    for (int i = 0; i < PAIRS; i++) {
        pairs[i][0] = NEEDED(connected(SOCK_STREAM, &address));
        pairs[i][1] = NEEDED(accepted(listening));
    }
    for (int i = 0; i < PAIRS; i++) {
        char message[8];
        int length = snprintf(message, sizeof message, "n%d", i);
        require(send(pairs[i][0], message, (size_t)length, 0) == length, "send");
    }
    for (int i = PAIRS - 1; i >= 0; i--) {
        char message[8], expected[8];
        int length = snprintf(expected, sizeof expected, "n%d", i);
        wait_for(pairs[i][1], POLLIN);
        right += recv(pairs[i][1], message, sizeof message, 0) == length && memcmp(message, expected, (size_t)length) == 0;
    }
    for (int i = 0; i < PAIRS; i++) {
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
    close(listening);
    show_int(label, right);
}

int main(void)
{
    round_of_talk("right answers");
    round_of_talk("right answers the second time");
    round_of_talk("right answers the third time");
    return 0;
}
