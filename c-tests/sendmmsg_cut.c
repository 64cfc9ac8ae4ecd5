// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* A message that a stream took in part is the last of its call: what the next ones held would stand behind a gap. */
#include "observe.h"

static char block[8 << 20];

static void test(void)
{
    int pair[2];
    struct iovec part = {block, sizeof block};
    struct mmsghdr messages[3];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < 3; i++) {
        messages[i].msg_hdr.msg_iov = &part;
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    NEEDED(tcp_pair(pair));
    NEEDED(set_nonblocking(pair[0]));
    show_result("messages", sendmmsg(pair[0], messages, 3, 0));
    show_yes("cut", messages[0].msg_len > 0 && messages[0].msg_len < sizeof block);
}

int main(void)
{
    test();
    return 0;
}
