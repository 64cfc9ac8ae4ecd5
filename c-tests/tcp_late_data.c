// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Everything sent before an ordinary close arrives, however much it is and however late it is read: a server's last
 * answer must not be lost. */
#include "observe.h"

static char block[50000];

static void test(void)
{
    struct sockaddr_storage there;
    int listening = NEEDED(listener(AF_INET, &there));
    int client = NEEDED(connected(SOCK_STREAM, &there)), server = NEEDED(accepted(listening));
    size_t sent = 0, came = 0;
    memset(block, 'z', sizeof block);
    while (sent < sizeof block) {
        ssize_t piece = send(server, block + sent, sizeof block - sent, 0);
        require(piece > 0, "send");
        sent += (size_t)piece;
    }
    show_result("the accepted socket closes at once", close(server));
    show_result("so does the listener", close(listening));
    memset(block, 0, sizeof block);
    ssize_t piece;
    do {
        wait_for(client, POLLIN);
        piece = recv(client, block, sizeof block, 0);
        for (ssize_t i = 0; i < piece; i++)
            came += block[i] == 'z';
    } while (piece > 0);
    show_result("the end", piece);
    show_int("bytes that came", (long)came);
}

int main(void)
{
    test();
    return 0;
}
