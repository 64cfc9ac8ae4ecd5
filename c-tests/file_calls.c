// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A socket is a file: read, write, readv, writev and close work on it, lseek and fsync do not. */
#include "observe.h"
#include <sys/stat.h>

static void unlike_a_file(int fd)
{
    struct stat status;
    show_result("lseek", lseek(fd, 0, SEEK_CUR));
    show_result("fstat", fstat(fd, &status));
    show_yes("S_ISSOCK", S_ISSOCK(status.st_mode));
    show_yes("isatty", isatty(fd));
    show_result("close", close(fd));
}

static void never_connected(void)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    char byte = 'x';
    show("never connected", "follows");
    show_result("read", read(fd, &byte, 1));
    unlike_a_file(fd);
    show_result("close again", close(fd));
}

static void stream(void)
{
    int pair[2];
    char text[16], more[16];
    NEEDED(tcp_pair(pair));
    show("connected", "follows");
    show_result("write", write(pair[0], "written", 7));
    wait_for(pair[1], POLLIN);
    show_received("read", text, read(pair[1], text, sizeof text));
    struct iovec out[3] = {{"one", 3}, {"", 0}, {"two", 3}}, in[2] = {{text, 2}, {more, 8}};
    show_result("writev", writev(pair[0], out, 3));
    wait_for(pair[1], POLLIN);
    show_result("readv", readv(pair[1], in, 2));
    show("parts", "%.2s %.4s", text, more);
    show_result("write", write(pair[1], "back", 4));
    wait_for(pair[0], POLLIN);
    show_received("recv what was written", text, recv(pair[0], text, sizeof text, 0));
    unlike_a_file(pair[0]);
    wait_for(pair[1], POLLIN);
    show_result("read at the end", read(pair[1], text, sizeof text));
    show_result("close again", close(pair[0]));
}

int main(void)
{
    never_connected();
    stream();
    return 0;
}
