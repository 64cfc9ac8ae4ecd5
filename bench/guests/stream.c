/* Bytes there and back, one by one or many at once: stream ping|bulk COUNT PORT tells the nanoseconds of COUNT round
   trips; stream serve tells its port, and sends back what one client sends. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifdef RAW
#include RAW
#endif

#define BULK 65536

static char bytes[BULK];

static int must(int result)
{
    if (result < 0) abort();
    return result;
}

static void send_all(int fd, size_t len)
{
    for (size_t done = 0; done < len;) done += (size_t)must((int)send(fd, bytes + done, len - done, 0));
}

static void round_trip(int fd, size_t len)
{
    send_all(fd, len);
    for (size_t done = 0; done < len;) {
        int n = must((int)recv(fd, bytes, BULK, 0));
        if (n == 0) abort();
        done += (size_t)n;
    }
}

static long long now(void)
{
    struct timespec time;
    must(clock_gettime(CLOCK_MONOTONIC, &time));
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int client(size_t len, int count, in_port_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = must(socket(AF_INET, SOCK_STREAM, 0));
    must(connect(fd, (struct sockaddr *)&to, sizeof to));
    for (int i = 0; i < count / 10; i++) round_trip(fd, len);
    long long start = now();
    for (int i = 0; i < count; i++) round_trip(fd, len);
    printf("%lld\n", now() - start);
    return close(fd);
}

static int server(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = must(socket(AF_INET, SOCK_STREAM, 0));
    must(bind(fd, (struct sockaddr *)&at, sizeof at));
    must(listen(fd, 1));
    must(getsockname(fd, (struct sockaddr *)&at, &len));
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    int peer = must(accept(fd, NULL, NULL));
    for (int n; (n = must((int)recv(peer, bytes, BULK, 0))) > 0;) send_all(peer, (size_t)n);
    return close(peer);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "serve") == 0) return server();
    if (argc != 4) return 2;
    return client(strcmp(argv[1], "ping") == 0 ? 1 : BULK, atoi(argv[2]), (in_port_t)atoi(argv[3]));
}
