/* A new socket gets the number of a closed one and nothing else of it: no flags, no options, no timeouts, no peer, no bytes. */
#include "observe.h"

static int option(int fd, int level, int name)
{
    int value = 0;
    socklen_t length = sizeof value;
    require(getsockopt(fd, level, name, &value, &length) == 0, "getsockopt");
    return value;
}

int main(void)
{
    struct sockaddr_storage name;
    int pair[2], on = 1;
    char text[8];
    struct timeval limit = {0, 50000}, told;
    socklen_t length = sizeof told;
    tcp_pair(pair);
    require(send(pair[1], "left over", 9, 0) == 9, "send");
    wait_for(pair[0], POLLIN);
    set_nonblocking(pair[0]);
    require(setsockopt(pair[0], SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) == 0, "SO_KEEPALIVE");
    require(setsockopt(pair[0], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0, "TCP_NODELAY");
    require(setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0, "SO_RCVTIMEO");
    close(pair[0]);

    int fd = new_socket(AF_INET, SOCK_STREAM);
    show_yes("non-blocking", fcntl(fd, F_GETFL) & O_NONBLOCK);
    show_yes("SO_KEEPALIVE", option(fd, SOL_SOCKET, SO_KEEPALIVE));
    show_yes("TCP_NODELAY", option(fd, IPPROTO_TCP, TCP_NODELAY));
    show_result("SO_RCVTIMEO", getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &told, &length));
    show_yes("a timeout", told.tv_sec || told.tv_usec);
    show_int("SO_ERROR", option(fd, SOL_SOCKET, SO_ERROR));
    length = sizeof name;
    show_result("getpeername", getpeername(fd, SA(&name), &length));
    show_result("recv", recv(fd, text, sizeof text, 0));
    close(fd);

    int lost = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), holder = refusing(&name);
    show_result("a connect that fails", connect(lost, SA(&name), sizeof(struct sockaddr_in)));
    wait_for(lost, POLLOUT);
    close(lost);
    int udp = udp_on_loopback(&name);
    show_int("SO_ERROR of the next", option(udp, SOL_SOCKET, SO_ERROR));
    show_events("its events", events_within(udp, POLLIN | POLLOUT, 0));
    close(holder);
    return 0;
}
