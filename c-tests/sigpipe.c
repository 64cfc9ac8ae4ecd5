// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Writing to a connection that is over fails, by every way to write, and never ends the program. Natively the signal has to
 * be ignored for that. */
#include "observe.h"

#ifndef __wasi__
#include <signal.h>
#endif

#define WAYS 9

/* Volatile, so that the compiler does not know the arguments. */
static volatile int no_flags, no_signal = MSG_NOSIGNAL;

static ssize_t write_by(int way, int fd, const char *data, size_t size)
{
    struct sockaddr_in nowhere = address4(INADDR_LOOPBACK, 9);
    struct iovec part = {(void *)data, size};
    struct mmsghdr message = {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}};
    int sent;
    switch (way) {
    case 0: return send(fd, "x", 1, 0);
    case 1: return send(fd, data, size, MSG_NOSIGNAL);
    case 2: return send(fd, data, size, no_signal);
    case 3: return sendto(fd, "x", 1, 0, SA(&nowhere), sizeof nowhere);
    case 4: return sendto(fd, data, size, no_flags, SA(&nowhere), sizeof nowhere);
    case 5: return sendmsg(fd, &message.msg_hdr, 0);
    case 6:
        sent = sendmmsg(fd, &message, 1, 0);
        return sent < 0 ? sent : (ssize_t)message.msg_len;
    case 7: return write(fd, data, size);
    default: return writev(fd, &part, 1);
    }
}

/* Writes until it fails; the bytes that went are not told, as more or less may go before the reset is here. */
static const char *failure(int way, int fd)
{
    for (int i = 0; i < 100; i++) {
        if (write_by(way, fd, "data", 4) < 0)
            return errno_name(errno);
        events_within(fd, POLLIN | POLLPRI, i ? 10 : 50);
    }
    return "none";
}

static void never_connected(int way, const char *name)
{
    int fd = NEEDED(new_socket(AF_INET, SOCK_STREAM));
    show("never connected", "%s by %s", failure(way, fd), name);
    close(fd);
}

static void left_by_end(int way)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    close(pair[1]);
    show("  after an end", "%s", failure(way, pair[0]));
    show("  again", "%s", failure(way, pair[0]));
    close(pair[0]);
}

static void left_by_reset(int way)
{
    int pair[2];
    char text[4];
    NEEDED(tcp_pair(pair));
    require(send(pair[0], "unread", 6, 0) == 6, "send");
    wait_for(pair[1], POLLIN);
    close(pair[1]);
    wait_for(pair[0], POLLIN);
    /* The reset itself; some runtimes report an end. */
    recv(pair[0], text, sizeof text, 0);
    show("  after a reset", "%s", failure(way, pair[0]));
    close(pair[0]);
}

static void shut_down(int way)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("  shutdown", shutdown(pair[0], SHUT_RDWR));
    show("  after it", "%s", failure(way, pair[0]));
    show("  again", "%s", failure(way, pair[0]));
    close(pair[0]);
    close(pair[1]);
}

static const char *const names[WAYS] = {"send",    "send, MSG_NOSIGNAL", "send, some flags", "sendto", "sendto, some flags",
                                        "sendmsg", "sendmmsg",           "write",            "writev"};

static void connections(void)
{
    /* A host that cannot have a connection here has it nowhere below. */
    int pair[2];
    NEEDED(tcp_pair(pair));
    close(pair[0]);
    close(pair[1]);
    for (int way = 0; way < WAYS; way++) {
        show(names[way], "follows");
        left_by_end(way);
        left_by_reset(way);
        shut_down(way);
    }
}

int main(void)
{
#ifndef __wasi__
    signal(SIGPIPE, SIG_IGN);
#endif
    for (int way = 0; way < WAYS; way++)
        never_connected(way, names[way]);
    connections();
    return 0;
}
