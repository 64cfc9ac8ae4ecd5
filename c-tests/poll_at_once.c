// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What poll knows without waiting ends a wait without limit: a closed descriptor, a file, an error that nothing else
 * goes with, one descriptor asked for twice.  A host may keep each of them until something else happens. */
#include "observe.h"

static void ends(const char *label, struct pollfd *fds, int n)
{
    show_int(label, poll(fds, n, -1));
    for (int i = 0; i < n; i++)
        show_events("  events", fds[i].revents);
}

/* A port that was free a moment ago: the datagram comes back as an error. */
static void refused(int idle)
{
    struct sockaddr_storage nowhere;
    int code = -1;
    socklen_t length = sizeof code;
    int gone = NEEDED(bound_anyhow(AF_INET, SOCK_DGRAM, &nowhere));
    close(gone);
    int sender = NEEDED(connected(SOCK_DGRAM, &nowhere));
    show_result("send to nobody", send(sender, "x", 1, 0));
    NEED(comes(sender, POLLIN), "the refusal comes");
    struct pollfd both[2] = {{idle, POLLIN, 0}, {sender, POLLIN, 0}};
    show_int("refused, with an idle one", poll(both, 2, -1));
    show_yes("  idle one", both[0].revents != 0);
    show_yes("  ERR", both[1].revents & POLLERR);
    getsockopt(sender, SOL_SOCKET, SO_ERROR, &code, &length);
    show("SO_ERROR", "%s", errno_name(code));
    show_int("then", poll(both, 2, 20));
}

static void test(void)
{
    int idle[2], pair[2];
    NEEDED(udp_pair(idle));
    NEEDED(tcp_pair(pair));
    close(pair[0]);
    wait_for(pair[1], POLLIN);
    ends("closed, with an idle one", (struct pollfd[]){{pair[0], POLLIN, 0}, {idle[0], POLLIN, 0}}, 2);
    ends("standard input", (struct pollfd[]){{0, POLLIN, 0}, {idle[0], POLLIN, 0}}, 2);
    ends("twice", (struct pollfd[]){{pair[1], POLLIN, 0}, {pair[1], POLLIN, 0}, {idle[0], POLLIN, 0}}, 3);
    struct pollfd idles[2] = {{idle[0], POLLIN, 0}, {idle[0], POLLIN, 0}};
    show_int("idle, twice, for a moment", poll(idles, 2, 20));
    refused(idle[0]);
}

int main(void)
{
    test();
    return 0;
}
