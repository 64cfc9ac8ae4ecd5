/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
// A client in C++ without its library: what the headers and the archive have to bear.
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wasock.h>

namespace {

class Socket {
public:
    explicit Socket(const addrinfo &to) : fd(::socket(to.ai_family, to.ai_socktype, to.ai_protocol))
    {
        if (fd != -1 && ::connect(fd, to.ai_addr, to.ai_addrlen) == -1)
            perror("connect");
    }
    Socket(const Socket &) = delete;
    ~Socket() { ::close(fd); }

    template <typename Value> bool set(int level, int name, Value value)
    {
        return ::setsockopt(fd, level, name, &value, sizeof value) == 0;
    }

    bool send(const char *text) { return ::send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text); }

    template <size_t size> ssize_t receive(char (&room)[size])
    {
        pollfd readable = {fd, POLLIN, 0};
        return ::poll(&readable, 1, 10000) == 1 ? ::recv(fd, room, size, 0) : -1;
    }

private:
    const int fd;
};

} // namespace

int main(int argc, char **argv)
{
    addrinfo hints = {}, *to;
    hints.ai_socktype = SOCK_STREAM;
    if (argc != 4 || getaddrinfo(argv[1], argv[2], &hints, &to) != 0)
        return 2;
    Socket socket(*to);
    freeaddrinfo(to);
    char answer[100];
    if (!socket.set(IPPROTO_TCP, TCP_NODELAY, 1) || !socket.send(argv[3]) || !socket.send("\n"))
        return 1;
    ssize_t len = socket.receive(answer);
    printf("%.*s", len > 0 ? (int)len : 0, answer);
    return len <= 0 || strcmp(wasock_version(), WASOCK_VERSION) != 0;
}
