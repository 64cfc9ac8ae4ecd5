// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* readv of a stream returns what has arrived, however it fits the buffers; also as stdio calls it. */
#include "observe.h"

static char first[3], second[5];
static struct iovec parts[4] = {{NULL, 0}, {first, sizeof first}, {NULL, 0}, {second, sizeof second}};

static void forget(void)
{
    memset(first, '-', sizeof first);
    memset(second, '-', sizeof second);
}

static void read_sent(const char *label, const int pair[2], const char *text)
{
    forget();
    require(send(pair[1], text, strlen(text), 0) == (ssize_t)strlen(text), "send");
    wait_for(pair[0], POLLIN);
    show_result(label, readv(pair[0], parts, 4));
    show("  parts", "%.3s %.5s", first, second);
}

/* A host may fill each buffer by a receive of its own, and wait for the second or lose the first. */
static void each_length(const int pair[2])
{
    read_sent("less than the first", pair, "ab");
    read_sent("all of the first", pair, "abc");
    read_sent("some of the second", pair, "abcde");
    read_sent("all of both", pair, "abcdefgh");
    read_sent("more than both", pair, "abcdefghi");
    forget();
    show_result("the rest", readv(pair[0], parts, 4));
    show("  parts", "%.3s %.5s", first, second);
}

static void not_waiting(const int pair[2])
{
    NEEDED(set_nonblocking(pair[0]));
    show_result("non-blocking, nothing there", readv(pair[0], parts, 4));
    read_sent("non-blocking, all of the first", pair, "abc");
    require(fcntl(pair[0], F_SETFL, 0) == 0, "blocking");
}

static void before_the_end(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    read_sent("before the end", pair, "abc");
    require(send(pair[1], "xyz", 3, 0) == 3, "send");
    close(pair[1]);
    wait_for(pair[0], POLLIN);
    forget();
    show_result("at the end", readv(pair[0], parts, 4));
    show("  parts", "%.3s %.5s", first, second);
    show_result("after it", readv(pair[0], parts, 4));
}

/* Without a buffer of its own, stdio reads into one byte and nothing. */
static void lines(const int pair[2], int mode)
{
    char line[16];
    FILE *stream = fdopen(pair[0], "r");
    require(stream != NULL && setvbuf(stream, NULL, mode, BUFSIZ) == 0, "fdopen");
    for (int i = 0; i < 2; i++) {
        require(send(pair[1], "line\n", 5, 0) == 5, "send");
        show_yes("a line", fgets(line, sizeof line, stream) && strcmp(line, "line\n") == 0);
    }
    require(send(pair[1], "abcdef", 6, 0) == 6, "send");
    show_result("fread", (ssize_t)fread(line, 1, 6, stream));
    fclose(stream);
}

static void with_stdio(int mode)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    lines(pair, mode);
}

static void test(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    each_length(pair);
    not_waiting(pair);
}

int main(void)
{
    test();
    before_the_end();
    with_stdio(_IOFBF);
    with_stdio(_IONBF);
    return 0;
}
