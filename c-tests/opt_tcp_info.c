/* TCP_INFO: the state comes first, and an answer is cut to the room there is. */
#include "observe.h"

static void state(const char *label, int fd)
{
    struct tcp_info info;
    socklen_t length = sizeof info;
    memset(&info, 0xa5, sizeof info);
    show_result(label, getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length));
    show_int("  state", info.tcpi_state);
    show_yes("  something of length", length > 100);
}

int main(void)
{
    struct sockaddr_storage address;
    unsigned char little[8];
    socklen_t length = 4;
    int pair[2], fd = new_socket(AF_INET, SOCK_STREAM);
    state("fresh", fd);
    state("listening", listener(AF_INET, &address));
    tcp_pair(pair);
    state("connected", pair[0]);
    shutdown(pair[0], SHUT_WR);
    wait_for(pair[1], POLLIN);
    state("the other end has ended its half", pair[1]);
    memset(little, 0xa5, sizeof little);
    show_result("room for 4", getsockopt(pair[1], IPPROTO_TCP, TCP_INFO, little, &length));
    show("told", "%u", (unsigned)length);
    show_yes("nothing beyond", little[4] == 0xa5);
    show_result("cannot be set", setsockopt(fd, IPPROTO_TCP, TCP_INFO, little, sizeof little));
    return 0;
}
