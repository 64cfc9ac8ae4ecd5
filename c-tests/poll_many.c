// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* poll over two hundred sockets, of which a few are ready: the right ones, counted right. */
#include "observe.h"

#define COUNT 200

static void test(void)
{
    static struct pollfd all[COUNT];
    static struct sockaddr_storage addresses[COUNT];
    int sender = NEEDED(new_socket(AF_INET, SOCK_DGRAM)), wrong = 0, ready = 0;
    for (int i = 0; i < COUNT; i++)
        all[i] = (struct pollfd){.fd = NEEDED(udp_on_loopback(&addresses[i])), .events = POLLIN, .revents = 0x7f};
    show_result("none ready", poll(all, COUNT, 0));
    for (int i = 0; i < COUNT; i++)
        wrong += all[i].revents != 0;
    show_int("events among them", wrong);
    for (int i = 0; i < COUNT; i += 7) {
        require(sendto(sender, "x", 1, 0, SA(&addresses[i]), sizeof(struct sockaddr_in)) == 1, "sendto");
        wait_for(all[i].fd, POLLIN);
        ready++;
    }
    show_int("made ready", ready);
    show_result("poll", poll(all, COUNT, PATIENCE_MS));
    wrong = 0;
    for (int i = 0; i < COUNT; i++)
        wrong += all[i].revents != (i % 7 ? 0 : POLLIN);
    show_int("wrong ones", wrong);
    for (int i = 0; i < COUNT; i++)
        all[i].events = i % 2 ? POLLOUT : 0;
    show_result("half of them writable", poll(all, COUNT, PATIENCE_MS));
    for (int i = 0; i < COUNT; i++)
        close(all[i].fd);
    show_result("all closed", poll(all, COUNT, 0));
    show_events("  first", all[0].revents);
}

int main(void)
{
    test();
    return 0;
}
