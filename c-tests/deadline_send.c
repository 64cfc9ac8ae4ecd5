// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* SO_SNDTIMEO is the time of the whole call, however often the system has to be called: a large send to a peer that
 * does not read ends with the part that was taken.
 * @alone
 */
#include "observe.h"

static char block[32 << 20];

/* Without a limit the send would wait for ever. */
static void one(const char *label, int fd, struct iovec *parts, int count)
{
    struct timeval limit = {0, 400000};
    if (show_result("SO_SNDTIMEO", setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit)) != 0)
        return;
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    size_t whole = 0;
    for (int i = 0; i < count; i++)
        whole += parts[i].iov_len;
    long begin = now_ms();
    ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
    int code = errno;
    long took = now_ms() - begin;
    show(label, "%s", sent < 0 ? errno_name(code) : (size_t)sent < whole ? "a part" : "all");
    show_yes("  in about 400 ms", took >= 350 && took < 1100);
}

static void test(void)
{
    struct iovec parts[2] = {{block, sizeof block / 2}, {block + sizeof block / 2, sizeof block / 2}}, all = {block, sizeof block};
    int pair[2];
    NEEDED(tcp_pair(pair));
    one("one buffer", pair[0], &all, 1);
    NEEDED(tcp_pair(pair));
    one("two buffers", pair[0], parts, 2);
}

int main(void)
{
    test();
    return 0;
}
