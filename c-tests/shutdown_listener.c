/* shutdown wakes what waits on a socket: a listener stops listening, a poll on a connection sees the end. */
#include "observe.h"

int main(void)
{
    struct sockaddr_storage address;
    int pair[2];
    char byte;
    int listening = listener(AF_INET, &address), client = new_socket(AF_INET, SOCK_STREAM);
    set_nonblocking(listening);
    show_result("shutdown a listener", shutdown(listening, SHUT_RDWR));
    show_fd("accept", accept(listening, NULL, NULL));
    show_result("connect", connect(client, SA(&address), sizeof(struct sockaddr_in)));

    tcp_pair(pair);
    show_events("before", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_result("shutdown for reading", shutdown(pair[0], SHUT_RD));
    show_events("own end", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_result("shutdown for writing", shutdown(pair[0], SHUT_WR));
    wait_for(pair[1], POLLIN);
    show_events("own end", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_events("other end", events_within(pair[1], POLLIN | POLLOUT, 0));
    show_result("recv there", recv(pair[1], &byte, 1, 0));
    show_result("shutdown there", shutdown(pair[1], SHUT_WR));
    show_yes("hang-up at both", (wait_for(pair[0], 0) & POLLHUP) && (wait_for(pair[1], 0) & POLLHUP));
    return 0;
}
