// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A set of descriptors as bits: for a program that reaches into them, and for one that makes sets of its own size. */
#include "../observe.h"
#include <sys/select.h>

static struct timeval soon(void) { return (struct timeval){PATIENCE_MS / 1000, 0}; }

static void test(void)
{
    int pair[2], highest = 0;
    NEEDED(tcp_pair(pair));
    for (int i = 0; i < 2; i++)
        highest = pair[i] > highest ? pair[i] : highest;
    fd_set set;
    memset(&set, 0, sizeof set);
    FD_SET(pair[0], &set);
    fd_mask *words = (fd_mask *)&set;
    show_yes("bits", words[pair[0] / NFDBITS] >> pair[0] % NFDBITS & 1);
    words[pair[1] / NFDBITS] |= 1UL << pair[1] % NFDBITS;
    show_yes("FD_ISSET of a bit", FD_ISSET(pair[1], &set));
    struct timeval time = soon();
    show_result("both can be written to", select(highest + 1, NULL, &set, NULL, &time));
    show_yes("  first", FD_ISSET(pair[0], &set));
    show_yes("  second", words[pair[1] / NFDBITS] >> pair[1] % NFDBITS & 1);

    size_t size = ((size_t)highest + NFDBITS) / NFDBITS;
    fd_mask *own = calloc(size, sizeof *own);
    require(own != NULL, "calloc");
    own[pair[0] / NFDBITS] |= 1UL << pair[0] % NFDBITS;
    require(send(pair[1], "data", 4, 0) == 4, "send");
    time = soon();
    show_result("a set of its own size", select(highest + 1, (fd_set *)(void *)own, NULL, NULL, &time));
    show_yes("  readable", own[pair[0] / NFDBITS] >> pair[0] % NFDBITS & 1);
    free(own);

    FD_ZERO(&set);
    FD_SET(pair[1], &set);
    time = (struct timeval){0, 20000};
    show_result("nothing to read", select(highest + 1, &set, NULL, NULL, &time));
    show_yes("  the set is empty", !FD_ISSET(pair[1], &set));
    FD_SET(pair[0], &set);
    FD_SET(pair[1], &set);
    FD_CLR(pair[1], &set);
    time = soon();
    show_result("one of two", select(FD_SETSIZE, &set, NULL, NULL, &time));
    show_yes("  the one", FD_ISSET(pair[0], &set) && !FD_ISSET(pair[1], &set));
    show_int("descriptors", FD_SETSIZE);
}

int main(void)
{
    test();
    return 0;
}
