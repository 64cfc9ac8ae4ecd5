/* A client of a peer on this machine: stream ping|bulk COUNT PORT. Either sends bytes and waits for them to come back,
   one by one or many at once. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef RAW
#include RAW
#endif

#define BULK 65536

static char bytes[BULK];

static void round_trip(int fd, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t n = send(fd, bytes + done, len - done, 0);
        if (n <= 0) abort();
        done += (size_t)n;
    }
    for (size_t done = 0; done < len;) {
        ssize_t n = recv(fd, bytes, BULK, 0);
        if (n <= 0) abort();
        done += (size_t)n;
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) return 2;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[3]))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) return 1;
    for (int i = 0; i < atoi(argv[2]); i++) round_trip(fd, strcmp(argv[1], "ping") == 0 ? 1 : BULK);
    return close(fd);
}
