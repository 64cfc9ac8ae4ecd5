/* An empty datagram is a datagram: it is sent, wakes poll, is received as 0 and keeps its sender's address. */
#include "observe.h"

int main(void)
{
    struct sockaddr_storage there, from;
    char text[8];
    socklen_t length = sizeof from;
    int fd = udp_on_loopback(&there), sender = new_socket(AF_INET, SOCK_DGRAM);
    set_nonblocking(fd);

    show_result("sendto of nothing", sendto(sender, "", 0, 0, SA(&there), sizeof(struct sockaddr_in)));
    show_events("it arrives", wait_for(fd, POLLIN));
    memset(&from, 0, sizeof from);
    show_result("recvfrom", recvfrom(fd, text, sizeof text, 0, SA(&from), &length));
    show_address("from", &from);
    show_result("nothing more", recv(fd, text, sizeof text, 0));

    require(connect(sender, SA(&there), sizeof(struct sockaddr_in)) == 0, "connect");
    show_result("send of nothing", send(sender, NULL, 0, 0));
    show_result("and of something", send(sender, "x", 1, 0));
    wait_for(fd, POLLIN);
    show_result("first", recv(fd, text, sizeof text, 0));
    wait_for(fd, POLLIN);
    show_received("second", text, recv(fd, text, sizeof text, 0));
    show_result("send of something", send(sender, "y", 1, 0));
    wait_for(fd, POLLIN);
    show_result("recv into nothing takes the datagram", recv(fd, text, 0, 0));
    show_result("it is gone", recv(fd, text, sizeof text, 0));
    return 0;
}
