// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A connection that is closed before all that came was received is reset: the peer must not take it for well received.
 * Neither a look at the data nor their number is a receive. */
#include "observe.h"
#include <sys/ioctl.h>

static void one(const char *label, int look)
{
    int pair[2], bytes = 0;
    char text[8];
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "data", 4, 0) == 4, "send");
    wait_for(pair[1], POLLIN);
    if (look == 1)
        NEED(recv(pair[1], text, sizeof text, MSG_PEEK) == 4, "MSG_PEEK");
    if (look == 2)
        NEED(ioctl(pair[1], FIONREAD, &bytes) == 0, "FIONREAD");
    if (look == 3)
        require(recv(pair[1], text, sizeof text, 0) == 4, "recv");
    close(pair[1]);
    wait_for(pair[0], POLLIN);
    show_result(label, recv(pair[0], text, sizeof text, 0));
    close(pair[0]);
}

int main(void)
{
    one("not received", 0);
    one("looked at", 1);
    one("counted", 2);
    one("received", 3);
    return 0;
}
