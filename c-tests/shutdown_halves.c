// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Half a connection: request, shutdown for writing, reply - as HTTP/1.0 clients and rsh do it. */
#include "observe.h"

static void for_writing(void)
{
    int pair[2];
    char text[16];
    NEEDED(tcp_pair(pair));
    show_result("client sends", send(pair[0], "request", 7, 0));
    NEED(show_result("client ends its half", shutdown(pair[0], SHUT_WR)) == 0, "the reply to half a connection");
    wait_for(pair[1], POLLIN);
    show_received("server hears", text, recv(pair[1], text, sizeof text, 0));
    wait_for(pair[1], POLLIN);
    show_result("server hears the end", recv(pair[1], text, sizeof text, 0));
    show_result("server replies all the same", send(pair[1], "reply", 5, MSG_NOSIGNAL));
    NEED(comes(pair[0], POLLIN), "client hears");
    show_received("client hears", text, recv(pair[0], text, sizeof text, 0));
    show_result("client cannot send", send(pair[0], "x", 1, MSG_NOSIGNAL));
    show_result("ending it again", shutdown(pair[0], SHUT_WR));
    show_result("server ends its half", shutdown(pair[1], SHUT_WR));
    NEED(comes(pair[0], POLLIN), "client hears the end");
    show_result("client hears the end", recv(pair[0], text, sizeof text, 0));
    show_result("ending it all, after all", shutdown(pair[0], SHUT_RDWR));
    close(pair[0]);
    close(pair[1]);
}

static void for_reading(void)
{
    int pair[2];
    char text[16];
    NEEDED(tcp_pair(pair));
    require(send(pair[1], "waiting", 7, 0) == 7, "send");
    wait_for(pair[0], POLLIN);
    NEED(show_result("shutdown for reading", shutdown(pair[0], SHUT_RD)) == 0, "what is still heard");
    show_received("what was there is still heard", text, recv(pair[0], text, sizeof text, 0));
    show_result("then the end", recv(pair[0], text, sizeof text, 0));
    show_result("writing goes on", send(pair[0], "still", 5, MSG_NOSIGNAL));
    NEED(comes(pair[1], POLLIN), "and is heard");
    show_received("and is heard", text, recv(pair[1], text, sizeof text, 0));
    show_result("shutdown both", shutdown(pair[1], SHUT_RDWR));
    show_result("send", send(pair[1], "x", 1, MSG_NOSIGNAL));
    show_result("recv", recv(pair[1], text, sizeof text, 0));
}

int main(void)
{
    for_writing();
    for_reading();
    return 0;
}
