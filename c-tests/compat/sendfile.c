// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* sendfile: from the file's position or an offset, to the end, and what it refuses.
 * @folder */
#include "../observe.h"
#include <sys/sendfile.h>

static char text[64];

static void show_arrived(const char *label, int fd)
{
    wait_for(fd, POLLIN);
    show_received(label, text, recv(fd, text, sizeof text, 0));
}

static void test(void)
{
    int pair[2];
    char path[256];
    off_t offset = 2;
    snprintf(path, sizeof path, "%s/file", getenv("DIR"));
    int file = open(path, O_RDWR | O_CREAT, 0600);
    require(file >= 0 && write(file, "0123456789", 10) == 10 && lseek(file, 0, SEEK_SET) == 0, "a file");
    NEEDED(tcp_pair(pair));
    show_result("from the position", sendfile(pair[0], file, NULL, 4));
    show_arrived("  arrived", pair[1]);
    show_int("  position", (long)lseek(file, 0, SEEK_CUR));
    show_result("from an offset", sendfile(pair[0], file, &offset, 3));
    show_arrived("  arrived", pair[1]);
    show_int("  offset", (long)offset);
    show_int("  position", (long)lseek(file, 0, SEEK_CUR));
    show_result("to the end", sendfile(pair[0], file, NULL, 100));
    show_arrived("  arrived", pair[1]);
    show_result("at the end", sendfile(pair[0], file, NULL, 100));
    show_result("nothing", sendfile(pair[0], file, &offset, 0));
    offset = 100;
    show_result("behind the end", sendfile(pair[0], file, &offset, 5));
    offset = -1;
    show_result("a wrong offset", sendfile(pair[0], file, &offset, 5));
    show_result("from a socket", sendfile(pair[0], pair[1], NULL, 1));
    show_result("to nothing", sendfile(-1, file, NULL, 1));
    show_result("from nothing", sendfile(pair[0], -1, NULL, 1));
    snprintf(path, sizeof path, "%s/copy", getenv("DIR"));
    int copy = open(path, O_RDWR | O_CREAT, 0600);
    require(copy >= 0, "open");
    lseek(file, 0, SEEK_SET);
    show_result("to a file", sendfile(copy, file, NULL, 10));
    show_received("  arrived", text, pread(copy, text, sizeof text, 0));

    /* More than a socket takes at once. */
    enum { MUCH = 8 << 20 };
    require(ftruncate(file, MUCH) == 0 && lseek(file, 0, SEEK_SET) == 0, "a large file");
    NEEDED(set_nonblocking(pair[0]));
    ssize_t part = sendfile(pair[0], file, NULL, MUCH);
    show_yes("a part of much", part > 0 && part < MUCH);
    show_yes("  the position is there", lseek(file, 0, SEEK_CUR) == part);
    show_result("  no more", sendfile(pair[0], file, NULL, MUCH));
}

int main(void)
{
    test();
    return 0;
}
