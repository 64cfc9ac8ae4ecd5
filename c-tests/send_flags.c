/* Flags that only some send calls have a sense for: MSG_DONTROUTE, and urgent data where there is none. */
#include "observe.h"

int main(void)
{
    int pair[2], datagrams[2];
    char text[8];
    tcp_pair(pair);
    udp_pair(datagrams);
    show_result("recv, MSG_OOB", recv(pair[1], text, sizeof text, MSG_OOB));
    show_result("UDP recv, MSG_OOB", recv(datagrams[0], text, sizeof text, MSG_OOB | MSG_DONTWAIT));
    show_result("UDP send, MSG_OOB", send(datagrams[0], "x", 1, MSG_OOB));
    show_result("send, MSG_DONTROUTE", send(pair[0], "stream", 6, MSG_DONTROUTE));
    show_result("UDP send, MSG_DONTROUTE", send(datagrams[0], "dgram", 5, MSG_DONTROUTE));
    wait_for(pair[1], POLLIN);
    show_received("recv", text, recv(pair[1], text, sizeof text, 0));
    wait_for(datagrams[1], POLLIN);
    show_received("UDP recv", text, recv(datagrams[1], text, sizeof text, 0));
    return 0;
}
