// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* One byte of urgent data, as telnet, rlogin and ftp use it: apart from the stream, or inline when asked. */
#include "observe.h"

static void apart(void)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "ab", 2, 0) == 2, "send");
    NEED(show_result("send MSG_OOB", send(pair[0], "!", 1, MSG_OOB)) == 1, "urgent data apart");
    require(send(pair[0], "cd", 2, 0) == 2, "send");
    show_yes("POLLPRI", wait_for(pair[1], POLLPRI) & POLLPRI);
    for (int i = 0; i < 100 && recv(pair[1], text, 2, MSG_PEEK) < 2; i++)
        poll(NULL, 0, 20);
    show_received("recv stops at the mark", text, recv(pair[1], text, sizeof text, 0));
    show_result("sockatmark", sockatmark(pair[1]));
    show_received("recv MSG_OOB", text, recv(pair[1], text, 1, MSG_OOB));
    show_result("once only", recv(pair[1], text, 1, MSG_OOB));
    wait_for(pair[1], POLLIN);
    show_received("the stream goes on", text, recv(pair[1], text, sizeof text, 0));
    show_result("sockatmark", sockatmark(pair[1]));
}

static void in_line(void)
{
    int pair[2], on = 1;
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("SO_OOBINLINE", setsockopt(pair[1], SOL_SOCKET, SO_OOBINLINE, &on, sizeof on));
    NEED(send(pair[0], "xy", 2, MSG_OOB) == 2, "urgent data in line");
    wait_for(pair[1], POLLIN);
    show_received("before the mark", text, recv(pair[1], text, sizeof text, 0));
    show_result("sockatmark", sockatmark(pair[1]));
    show_received("inline", text, recv(pair[1], text, sizeof text, 0));
    show_result("recv MSG_OOB", recv(pair[1], text, 1, MSG_OOB));
}

int main(void)
{
    apart();
    in_line();
    return 0;
}
