// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Four megabytes each way between two non-blocking ends driven by poll, in uneven pieces: nothing lost, nothing doubled. */
#include "observe.h"

#define TOTAL (4u << 20)

struct end {
    int fd;
    uint32_t out_state, in_state;
    size_t sent, received;
    int wrong;
};

/* A sequence of bytes that shows at once when one is missing. */
static unsigned char next(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (unsigned char)(*state >> 24);
}

static void drive(struct end *end, int events)
{
    static unsigned char piece[40000];
    if (events & POLLOUT && end->sent < TOTAL) {
        uint32_t before = end->out_state;
        size_t wanted = 1 + end->sent % 39999;
        if (wanted > TOTAL - end->sent)
            wanted = TOTAL - end->sent;
        for (size_t i = 0; i < wanted; i++)
            piece[i] = next(&end->out_state);
        ssize_t went = send(end->fd, piece, wanted, MSG_NOSIGNAL);
        require(went > 0 || errno == EAGAIN, "send");
        end->out_state = before;
        for (ssize_t i = 0; i < went; i++)
            next(&end->out_state);
        end->sent += went > 0 ? (size_t)went : 0;
    }
    if (events & POLLIN) {
        ssize_t came = recv(end->fd, piece, 1 + end->received % 30011, 0);
        require(came > 0, "recv");
        for (ssize_t i = 0; i < came; i++)
            end->wrong += piece[i] != next(&end->in_state);
        end->received += (size_t)came;
    }
}

static void test(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    struct end ends[2] = {{.fd = pair[0], .out_state = 1, .in_state = 2}, {.fd = pair[1], .out_state = 2, .in_state = 1}};
    for (int i = 0; i < 2; i++)
        NEEDED(set_nonblocking(pair[i]));
    while (ends[0].received < TOTAL || ends[1].received < TOTAL) {
        struct pollfd both[2];
        for (int i = 0; i < 2; i++)
            both[i] = (struct pollfd){.fd = pair[i], .events = (short)(POLLIN | (ends[i].sent < TOTAL ? POLLOUT : 0))};
        require(poll(both, 2, PATIENCE_MS) > 0, "poll");
        for (int i = 0; i < 2; i++)
            drive(&ends[i], both[i].revents);
    }
    for (int i = 0; i < 2; i++) {
        show_int("received", (long)ends[i].received);
        show_int("wrong bytes", ends[i].wrong);
    }
}

int main(void)
{
    test();
    return 0;
}
