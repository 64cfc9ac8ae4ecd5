// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* sendmsg and recvmsg with many parts, empty parts and no parts: gathered in order, filled in order, counted right. */
#include "observe.h"

#ifndef IOV_MAX
#define IOV_MAX 1024
#endif

static struct iovec parts[IOV_MAX + 1];
static char text[IOV_MAX + 1];

static void test(void)
{
    int pair[2];
    struct msghdr message = {.msg_iov = parts};
    NEEDED(tcp_pair(pair));
    for (int i = 0; i <= IOV_MAX; i++) {
        text[i] = (char)('a' + i % 26);
        parts[i] = (struct iovec){&text[i], 1};
    }
    message.msg_iovlen = 3;
    show_result("sendmsg of 3 parts", sendmsg(pair[0], &message, MSG_NOSIGNAL));
    message.msg_iovlen = IOV_MAX;
    show_result("of IOV_MAX parts", sendmsg(pair[0], &message, MSG_NOSIGNAL));
    message.msg_iovlen = IOV_MAX + 1;
    show_result("of one more", sendmsg(pair[0], &message, MSG_NOSIGNAL));
    show_result("recvmsg into one more", recvmsg(pair[1], &message, 0));
    message.msg_iovlen = 0;
    show_result("of none", sendmsg(pair[0], &message, MSG_NOSIGNAL));
    struct iovec holes[4] = {{NULL, 0}, {"X", 1}, {NULL, 0}, {"YZ", 2}};
    message = (struct msghdr){.msg_iov = holes, .msg_iovlen = 4};
    show_result("with empty parts", sendmsg(pair[0], &message, MSG_NOSIGNAL));
    show_result("writev of them", writev(pair[0], holes, 4));

    char first[2], second[1000], third[28];
    struct iovec into[4] = {{first, 2}, {NULL, 0}, {second, 1000}, {third, sizeof third}};
    message = (struct msghdr){.msg_iov = into, .msg_iovlen = 4};
    for (size_t skipped = 0; skipped < 3;) {
        wait_for(pair[1], POLLIN);
        ssize_t got = recv(pair[1], text, 3 - skipped, 0);
        require(got > 0, "recv");
        skipped += (size_t)got;
    }
    wait_for(pair[1], POLLIN);
    show_result("recvmsg into 4 parts", recvmsg(pair[1], &message, MSG_WAITALL));
    show("first part", "%.2s", first);
    show("second part", "%.10s ... %.4s", second, second + 996);
    show("third part", "%.28s", third);
}

int main(void)
{
    test();
    return 0;
}
