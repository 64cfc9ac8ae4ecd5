// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* poll's odd entries: nothing asked, a negative descriptor, a closed one, only urgent data. */
#include "observe.h"

/* A close that leaves something unread is a reset. */
static void hang_up(int pair[2])
{
    require(send(pair[1], "unread", 6, 0) == 6, "send");
    wait_for(pair[0], POLLIN);
    close(pair[0]);
    NEED(comes(pair[1], 0), "hang-up though nothing is asked");
    show_yes("hang-up though nothing is asked", events_within(pair[1], 0, 0) & POLLHUP);
    show_yes("POLLRDNORM and POLLWRNORM are there", events_within(pair[1], POLLRDNORM | POLLWRNORM, 0) != 0);
}

static int closed_socket(void)
{
    int fd = new_socket(AF_INET, SOCK_STREAM);
    if (fd >= 0)
        close(fd);
    return fd;
}

static void negative(void)
{
    struct pollfd none[2] = {{-1, POLLIN, 0x7f}, {-1, POLLOUT, 0x7f}};
    long begin = now_ms();
    show_result("only negative ones, 100 ms", poll(none, 2, 100));
    show_yes("about 100 ms", now_ms() - begin >= 90 && now_ms() - begin < 5000);
    show_events("  events", none[0].revents);
}

static void closed_only(void)
{
    struct pollfd bad = {NEEDED(closed_socket()), 0, 0};
    show_result("closed, nothing asked, for ever", poll(&bad, 1, -1));
    show_events("  events", bad.revents);
}

static void connection(void)
{
    int pair[2];
    char text[4];
    NEEDED(tcp_pair(pair));
    int closed = NEEDED(closed_socket());
    show_events("nothing asked, idle", events_within(pair[1], 0, 50));
    require(send(pair[0], "x", 1, 0) == 1, "send");
    wait_for(pair[1], POLLIN);
    show_events("nothing asked, data there", events_within(pair[1], 0, 50));
    show_events("only POLLPRI asked", events_within(pair[1], POLLPRI, 50));
    struct pollfd mixed[4] = {{-1, POLLIN, 0x7f}, {pair[1], POLLIN, 0}, {closed, POLLIN, 0}, {-77, 0, 0x7f}};
    show_result("negative, ready, closed, negative", poll(mixed, 4, 0));
    for (int i = 0; i < 4; i++)
        show_events("  events", mixed[i].revents);
    struct pollfd twice[2] = {{pair[1], POLLIN, 0}, {pair[1], POLLOUT, 0}};
    show_result("the same twice", poll(twice, 2, 0));
    show_events("  first", twice[0].revents);
    show_events("  second", twice[1].revents);
    require(recv(pair[1], text, sizeof text, 0) == 1, "recv");
    hang_up(pair);
}

int main(void)
{
    negative();
    closed_only();
    connection();
    return 0;
}
