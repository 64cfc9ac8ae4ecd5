/* An address whose family was left out: Linux binds to the wildcard as if it were AF_INET, and to nothing else. */
#include "observe.h"

int main(void)
{
    struct sockaddr_storage seen, blank = {0};
    struct sockaddr_in loopback = loopback4();
    socklen_t length = sizeof seen;
    int fd = new_socket(AF_INET, SOCK_STREAM);
    loopback.sin_family = AF_UNSPEC;
    show_result("closed", bind(999, SA(&blank), sizeof loopback));
    show_result("standard input", bind(0, SA(&blank), sizeof loopback));
    show_result("loopback", bind(fd, SA(&loopback), sizeof loopback));
    show_result("short", bind(fd, SA(&blank), 8));
    require(bind(fd, SA(&blank), sizeof loopback) == 0, "bind");
    require(getsockname(fd, SA(&seen), &length) == 0, "getsockname");
    show_address("bound to", &seen);
    show_result("listen", listen(fd, 1));
    show_result("wildcard, whole storage", bind(new_socket(AF_INET, SOCK_DGRAM), SA(&blank), sizeof blank));
    return 0;
}
