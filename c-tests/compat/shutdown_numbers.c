/* The ways to shut down as numbers, which old programs write. */
#include "../observe.h"

int main(void)
{
    int pair[2];
    char text[8];
    tcp_pair(pair);
    show("numbers", "%d %d %d", SHUT_RD, SHUT_WR, SHUT_RDWR);
    show_result("a way that is none", shutdown(pair[0], 3));
    show_result("another", shutdown(pair[0], -1));
    show_result("both", shutdown(pair[0], 2));
    wait_for(pair[1], POLLIN);
    show_result("the other end", recv(pair[1], text, sizeof text, 0));
    show_result("one's own", recv(pair[0], text, sizeof text, 0));
    return 0;
}
