/* What poll says of sockets that are broken: reset and refused, before and after the error was told. */
#include "observe.h"

int main(void)
{
    int pair[2], code;
    struct sockaddr_storage closed;
    struct linger now = {1, 0};
    char text[4];
    socklen_t length = sizeof code;
    tcp_pair(pair);
    setsockopt(pair[1], SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(pair[1]);
    wait_for(pair[0], 0);
    show_events("reset", events_within(pair[0], POLLIN | POLLOUT, 0));
    show_result("recv", recv(pair[0], text, sizeof text, 0));
    show_events("after the error was told", events_within(pair[0], POLLIN | POLLOUT, 0));
    close(pair[0]);

    int lost = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), holder = refusing(&closed);
    show_result("connect", connect(lost, SA(&closed), sizeof(struct sockaddr_in)));
    wait_for(lost, POLLOUT);
    show_events("refused", events_within(lost, POLLIN | POLLOUT, 0));
    show_events("refused, only output asked", events_within(lost, POLLOUT, 0));
    getsockopt(lost, SOL_SOCKET, SO_ERROR, &code, &length);
    show("SO_ERROR", "%s", errno_name(code));
    show_events("after that", events_within(lost, POLLIN | POLLOUT, 0));
    close(holder);
    return 0;
}
