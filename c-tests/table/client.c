// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* What a client calls.
 * @peer echo
 * @folder */
#include "row.h"
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/select.h>

static int readable(int fd)
{
    struct timespec time = {PATIENCE_MS / 1000, 0};
    struct pollfd entry = {.fd = fd, .events = POLLIN};
    fd_set set;
    FD_ZERO(&set);
    FD_SET(fd, &set);
    row("poll", poll(&entry, 1, PATIENCE_MS) == 1 && entry.revents == POLLIN);
    row("ppoll", ppoll(&entry, 1, &time, NULL) == 1 && entry.revents == POLLIN);
    row("select", select(fd + 1, &set, NULL, NULL, &(struct timeval){PATIENCE_MS / 1000, 0}) == 1 && FD_ISSET(fd, &set));
    row("pselect", pselect(fd + 1, &set, NULL, NULL, &time, NULL) == 1 && FD_ISSET(fd, &set));
    return 1;
}

static void talk(int fd)
{
    char text[16];
    struct iovec parts[2] = {{"he", 2}, {"llo", 3}}, room = {text, 5};
    struct msghdr out = {.msg_iov = parts, .msg_iovlen = 2}, in = {.msg_iov = &room, .msg_iovlen = 1};
    int count = 0;
    TRY(fd, "send", send(fd, "hello", 5, MSG_NOSIGNAL) == 5);
    if (fd >= 0)
        readable(fd);
    TRY(fd, "ioctl FIONREAD", ioctl(fd, FIONREAD, &count) == 0 && count > 0);
    TRY(fd, "recv MSG_PEEK", recv(fd, text, 1, MSG_PEEK) == 1 && *text == 'h');
    TRY(fd, "recv", recv(fd, text, 5, MSG_WAITALL) == 5);
    TRY(fd, "recv MSG_DONTWAIT", recv(fd, text, 5, MSG_DONTWAIT) == -1 && errno == EAGAIN);
    TRY(fd, "send MSG_DONTWAIT", send(fd, "hello", 5, MSG_DONTWAIT) == 5 && recv(fd, text, 5, MSG_WAITALL) == 5);
    TRY(fd, "send MSG_MORE of a stream", send(fd, "he", 2, MSG_MORE) == 2 && send(fd, "llo", 3, 0) == 3 &&
                                             recv(fd, text, 5, MSG_WAITALL) == 5);
    TRY(fd, "recv MSG_ERRQUEUE", recv(fd, text, 5, MSG_ERRQUEUE) == -1 && errno == EAGAIN);
    TRY(fd, "recv MSG_WAITALL", send(fd, "hello", 5, 0) == 5 && recv(fd, text, 5, MSG_WAITALL) == 5);
    TRY(fd, "sendmsg", sendmsg(fd, &out, 0) == 5);
    TRY(fd, "recvmsg", recvmsg(fd, &in, MSG_WAITALL) == 5);
    TRY(fd, "write", write(fd, "h", 1) == 1);
    TRY(fd, "read", read(fd, text, 1) == 1);
    TRY(fd, "writev", writev(fd, parts, 2) == 5);
    TRY(fd, "readv", readv(fd, &room, 1) >= 1);
    TRY(fd, "sockatmark", sockatmark(fd) == 0);
    TRY(fd, "ioctl SIOCATMARK", ioctl(fd, SIOCATMARK, &count) == 0 && count == 0);
    TRY(fd, "send MSG_OOB", send(fd, "!", 1, MSG_OOB) == 1);
}

static void interfaces(int fd)
{
    struct ifreq one = {.ifr_name = "lo"};
    struct ifconf all = {.ifc_len = sizeof one, .ifc_req = &one};
    TRY(fd, "ioctl SIOCGIFADDR", ioctl(fd, SIOCGIFADDR, &one) == 0);
    TRY(fd, "ioctl SIOCGIFCONF", ioctl(fd, SIOCGIFCONF, &all) == 0 && all.ifc_len > 0);
}

static void names(int fd)
{
    struct sockaddr_in name = {0};
    socklen_t length = sizeof name;
    int type = 0;
    TRY(fd, "getpeername", getpeername(fd, SA(&name), &length) == 0 && name.sin_port);
    length = sizeof name;
    TRY(fd, "getsockname", getsockname(fd, SA(&name), &length) == 0 && name.sin_port);
    length = sizeof type;
    TRY(fd, "getsockopt", getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM);
    TRY(fd, "setsockopt", setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)) == 0);
    TRY(fd, "fcntl", fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && fcntl(fd, F_GETFL) & O_NONBLOCK);
    TRY(fd, "ioctl FIONBIO", ioctl(fd, FIONBIO, &(int){0}) == 0 && !(fcntl(fd, F_GETFL) & O_NONBLOCK));
    TRY(fd, "shutdown SHUT_RDWR", shutdown(fd, SHUT_RDWR) == 0);
    TRY(fd, "close", close(fd) == 0);
}

int main(void)
{
    struct sockaddr_in peer = at_port("PEER_PORT");
    char text[8];
    int fd = or_error(socket(AF_INET, SOCK_STREAM, 0));
    row("socket TCP", fd >= 0);
    TRY(fd, "connect", connect(fd, SA(&peer), sizeof peer) == 0);
    talk(fd);
    interfaces(fd);
    names(fd);
    fd = or_error(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    TRY(fd, "connect without blocking",
        (connect(fd, SA(&peer), sizeof peer) == 0 || errno == EINPROGRESS) && wait_for(fd, POLLOUT) == POLLOUT &&
            send(fd, "bye", 3, MSG_NOSIGNAL) == 3);
    TRY(fd, "shutdown SHUT_WR", shutdown(fd, SHUT_WR) == 0 && wait_for(fd, POLLIN) && recv(fd, text, 3, 0) > 0);
    fd = or_error(socket(AF_INET6, SOCK_STREAM, 0));
    row("socket IPv6", fd >= 0);
    int pair[2];
    row("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    row("socket AF_UNIX", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    return 0;
}
