// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A connected socket as a descriptor like any other: read, write, readv, writev, fcntl, close; beside a file, whose
 * calls must go on as ever.
 * @peer echo */
#include "observe.h"

static void read_all(int fd, char *text, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t part = read(fd, text + done, size - done);
        require(part > 0, "read");
        done += (size_t)part;
    }
    show("read", "\"%.*s\"", (int)size, text);
}

/* Volatile, as compilers know what these functions take. */
static volatile int too_many = 1025, too_few = -1;

static void test(void)
{
    char text[16] = "";
    struct sockaddr_in peer = address4(INADDR_LOOPBACK, (uint16_t)atoi(getenv("PEER_PORT")));
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    NEED(connect(fd, SA(&peer), sizeof peer) == 0, "connect");

    show_result("write", write(fd, "hello", 5));
    read_all(fd, text, 5);
    struct iovec parts[3] = {{"a ", 2}, {"", 0}, {"vector", 6}};
    show_result("writev", writev(fd, parts, 3));
    read_all(fd, text, 7);
    struct iovec room[2] = {{text, 1}, {text + 8, 4}};
    show_result("readv", readv(fd, room, 2));
    show("  it is", "'%c'", text[0]);
    show_result("too many parts", writev(fd, parts, too_many));
    show_result("fewer than none", readv(fd, room, too_few));
    show_int("F_GETFD", fcntl(fd, F_GETFD) >= 0);
    show_yes("both ways", (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);

    show_result("write to standard output", write(STDOUT_FILENO, "as ever\n", 8));
    struct iovec line[5] = {{"", 0}, {"as ", 3}, {"", 0}, {"be", 2}, {"fore\n", 5}};
    show_result("writev to standard output", writev(STDOUT_FILENO, line, 5));
    show_result("read from standard input", read(STDIN_FILENO, text, sizeof text));
    show_result("read what is not open", read(999, text, 1));
    show_yes("standard output writes", (fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE) != O_RDONLY);

    show_result("close", close(fd));
    show_result("write", write(fd, "x", 1));
    show_result("again", close(fd));
}

int main(void)
{
    test();
    return 0;
}
