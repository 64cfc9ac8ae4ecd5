// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The smallest conversation over TCP, IPv4 and IPv6: what one end sends, the other receives, both ways. */
#include "observe.h"

static void talk(const char *label, int family)
{
    int pair[2];
    char text[32];
    show(label, "begins");
    NEEDED(stream_pair(family, pair));
    show_result("  client sends", send(pair[0], "question", 8, 0));
    wait_for(pair[1], POLLIN);
    ssize_t got = show_received("  server hears", text, recv(pair[1], text, sizeof text, 0));
    show_result("  server sends it back", send(pair[1], text, (size_t)got, 0));
    wait_for(pair[0], POLLIN);
    show_received("  client hears", text, recv(pair[0], text, sizeof text, 0));
    show_result("  client sends twice", send(pair[0], "one", 3, 0));
    show_result("  and again", send(pair[0], "two", 3, 0));
    size_t whole = 0;
    while (whole < 6) {
        wait_for(pair[1], POLLIN);
        ssize_t piece = recv(pair[1], text + whole, sizeof text - whole, 0);
        require(piece > 0, "recv");
        whole += (size_t)piece;
    }
    show("  a stream has no borders", "%.*s", (int)whole, text);
    show_result("  close", close(pair[0]));
    wait_for(pair[1], POLLIN);
    show_result("  end of the stream", recv(pair[1], text, sizeof text, 0));
    show_result("  close", close(pair[1]));
}

int main(void)
{
    talk("IPv4", AF_INET);
    talk("IPv6", AF_INET6);
    return 0;
}
