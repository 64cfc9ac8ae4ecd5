// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* poll of a thousand descriptors, as often as the argument says; with the archive it is the library's, without it the C
 * library's own, which the headers hide. What one call costs is the difference of two counts, divided. */
#include <poll.h>
#include <stdlib.h>

int plain_poll(struct pollfd *, nfds_t, int) __asm__("poll");

int main(int argc, char **argv)
{
    enum { DESCRIPTORS = 1000 };
    static struct pollfd entries[DESCRIPTORS];
    for (int i = 0; i < DESCRIPTORS; i++)
        entries[i] = (struct pollfd){.fd = 0, .events = POLLIN};
    for (int left = argc > 1 ? atoi(argv[1]) : 0; left > 0; left--)
        if (plain_poll(entries, DESCRIPTORS, 0) != DESCRIPTORS)
            return 1;
    return 0;
}
