// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_LINGER as an option: the structure's values, its lengths, and that a fresh or bound socket does not linger
 * (one host sets it behind the program's back at bind). */
#include "observe.h"

static void told(const char *label, int fd)
{
    struct linger linger = {77, 77};
    socklen_t length = sizeof linger;
    show_result(label, getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &length));
    show("  linger", "%s, %d seconds, %u bytes", linger.l_onoff ? "on" : "off", linger.l_linger, (unsigned)length);
}

static void set(const char *label, int fd, int on, int seconds)
{
    struct linger linger = {on, seconds};
    show_result(label, setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
    told("  then", fd);
}

static void fresh(void)
{
    struct linger linger = {1, 5};
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    told("fresh", fd);
    set("on, 5 seconds", fd, 1, 5);
    set("on, 0 seconds", fd, 1, 0);
    set("off", fd, 0, 0);
    set("on is any number", fd, 2, 3);
    set("off keeps the seconds", fd, 0, 9);
    show_result("length 4", setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, 4));
    show_result("length 7", setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, 7));
    unsigned char answer[16];
    socklen_t length = 4;
    memset(answer, 0xa5, sizeof answer);
    show_result("answer of 4 bytes", getsockopt(fd, SOL_SOCKET, SO_LINGER, answer, &length));
    show("told", "%u", (unsigned)length);
    show_yes("nothing beyond", answer[4] == 0xa5);
}

static void with_an_address(void)
{
    struct sockaddr_storage address;
    told("bound", NEEDED(bound_untold(AF_INET, SOCK_STREAM)));
    told("listening", NEEDED(listener(AF_INET, &address)));
}

static void connection(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    told("connected", pair[0]);
    told("accepted", pair[1]);
}

int main(void)
{
    fresh();
    with_an_address();
    connection();
    return 0;
}
