// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* epoll, level-triggered and one-shot: what is reported, to whom, and what it refuses.
 * @folder */
#include "../observe.h"
#include <sys/epoll.h>

static struct epoll_event got[8];

static void show_epoll(const char *label, int epfd, int room, int timeout)
{
    int found = epoll_wait(epfd, got, room, timeout);
    show_result(label, found);
    for (int i = 0; i < found; i++)
        show("  event", "%c %s%s%s%s", (char)got[i].data.u64, got[i].events & EPOLLIN ? "IN " : "",
             got[i].events & EPOLLOUT ? "OUT " : "", got[i].events & EPOLLERR ? "ERR " : "",
             got[i].events & EPOLLHUP ? "HUP " : "");
}

static int control(int epfd, int op, int fd, uint32_t events, char tag)
{
    struct epoll_event event = {.events = events, .data = {.u64 = (uint64_t)tag}};
    return epoll_ctl(epfd, op, fd, &event);
}

static void levels(int epfd)
{
    int pair[2];
    char text[8];
    NEEDED(tcp_pair(pair));
    show_result("add", control(epfd, EPOLL_CTL_ADD, pair[0], EPOLLIN, 'a'));
    show_result("add again", control(epfd, EPOLL_CTL_ADD, pair[0], EPOLLIN, 'a'));
    show_epoll("nothing yet", epfd, 8, 0);
    long begin = now_ms();
    show_epoll("nothing for a while", epfd, 8, 100);
    show_yes("  it was", now_ms() - begin >= 95);
    require(send(pair[1], "data", 4, 0) == 4, "send");
    show_epoll("data", epfd, 8, PATIENCE_MS);
    show_epoll("still there", epfd, 8, 0);
    show_result("for writing, too", control(epfd, EPOLL_CTL_MOD, pair[0], EPOLLIN | EPOLLOUT, 'b'));
    show_epoll("both", epfd, 8, PATIENCE_MS);
    require(recv(pair[0], text, sizeof text, 0) == 4, "recv");
    show_epoll("only writing", epfd, 8, 0);
    show_result("one-shot", control(epfd, EPOLL_CTL_MOD, pair[0], EPOLLOUT | EPOLLONESHOT, 'c'));
    show_epoll("once", epfd, 8, 0);
    show_epoll("not twice", epfd, 8, 0);
    show_result("armed again", control(epfd, EPOLL_CTL_MOD, pair[0], EPOLLOUT | EPOLLONESHOT, 'd'));
    show_epoll("once more", epfd, 8, 0);
    show_result("delete", control(epfd, EPOLL_CTL_DEL, pair[0], 0, 0));
    show_result("delete again", control(epfd, EPOLL_CTL_DEL, pair[0], 0, 0));
    show_result("change what is not there", control(epfd, EPOLL_CTL_MOD, pair[0], EPOLLIN, 'e'));
    close(pair[0]);
    close(pair[1]);
}

/* With room for one event each of three ready descriptors has its turn. */
static void turns(int epfd)
{
    int pairs[3][2], seen[3] = {0};
    for (int i = 0; i < 3; i++) {
        NEEDED(tcp_pair(pairs[i]));
        require(control(epfd, EPOLL_CTL_ADD, pairs[i][0], EPOLLOUT, (char)('0' + i)) == 0, "epoll_ctl");
    }
    for (int i = 0; i < 6; i++) {
        require(epoll_wait(epfd, got, 1, PATIENCE_MS) == 1, "epoll_wait");
        seen[got[0].data.u64 - '0']++;
    }
    show("turns", "%d %d %d", seen[0], seen[1], seen[2]);
    for (int i = 0; i < 3; i++) {
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
    show_epoll("what is closed has left", epfd, 8, 0);
}

/* The number of a descriptor that was closed comes back for another one. */
static void numbers(int epfd)
{
    int pair[2], other[2];
    NEEDED(tcp_pair(pair));
    show_result("add", control(epfd, EPOLL_CTL_ADD, pair[0], EPOLLOUT, 'x'));
    close(pair[0]);
    close(pair[1]);
    show_epoll("closed", epfd, 8, 0);
    NEEDED(tcp_pair(other));
    for (int i = 0; i < 2; i++)
        show_result("add another", control(epfd, EPOLL_CTL_ADD, other[i], EPOLLOUT, (char)('y' + i)));
    show_int("both are ready", epoll_wait(epfd, got, 8, 0));
    close(other[0]);
    close(other[1]);
}

static void listening(int epfd)
{
    struct sockaddr_storage address;
    int server = NEEDED(listener(AF_INET, &address));
    show_result("add a listener", control(epfd, EPOLL_CTL_ADD, server, EPOLLIN, 'l'));
    int client = NEEDED(connected(SOCK_STREAM, &address));
    show_epoll("a caller", epfd, 8, PATIENCE_MS);
    int taken = NEEDED(accepted(server));
    show_epoll("taken", epfd, 8, 0);
    show_result("add", control(epfd, EPOLL_CTL_ADD, taken, EPOLLIN | EPOLLRDHUP, 't'));
    close(client);
    require(epoll_wait(epfd, got, 8, PATIENCE_MS) == 1, "epoll_wait");
    show_yes("the end is readable", (got[0].events & EPOLLIN) != 0);
    close(taken);
    close(server);
}

static void errors(int epfd)
{
    struct sockaddr_storage address;
    int udp = NEEDED(udp_on_loopback(&address));
    char path[256];
    snprintf(path, sizeof path, "%s/file", getenv("DIR"));
    int file = open(path, O_RDWR | O_CREAT, 0600);
    require(file >= 0, "open");
    show_result("add a file", control(epfd, EPOLL_CTL_ADD, file, EPOLLIN, 'f'));
    show_result("add itself", control(epfd, EPOLL_CTL_ADD, epfd, EPOLLIN, 'f'));
    show_result("add nothing", control(epfd, EPOLL_CTL_ADD, -1, EPOLLIN, 'f'));
    show_result("add what is closed", control(epfd, EPOLL_CTL_ADD, 1000, EPOLLIN, 'f'));
    show_result("to what is no set", control(udp, EPOLL_CTL_ADD, epfd, EPOLLIN, 'f'));
    show_result("to nothing", control(-1, EPOLL_CTL_ADD, udp, EPOLLIN, 'f'));
    show_result("another operation", control(epfd, 77, udp, EPOLLIN, 'f'));
    show_result("no event", epoll_ctl(epfd, EPOLL_CTL_ADD, udp, NULL));
    show_result("delete needs no event", epoll_ctl(epfd, EPOLL_CTL_DEL, udp, NULL));
    show_result("room for nothing", epoll_wait(epfd, got, 0, 0));
    show_result("wait for nothing", epoll_wait(-1, got, 8, 0));
    show_result("wait for what is no set", epoll_wait(udp, got, 8, 0));
    show_result("a size of 0", epoll_create(0));
    show_result("unknown flags", epoll_create1(0x40000000));
    close(file);
    close(udp);
}

int main(void)
{
    int epfd = show_fd("epoll_create1", epoll_create1(EPOLL_CLOEXEC)), other = epoll_create(10);
    require(epfd >= 0 && other >= 0, "epoll_create");
    levels(epfd);
    turns(epfd);
    numbers(epfd);
    listening(epfd);
    errors(epfd);
    show_epoll("another set", other, 8, 0);
    show_result("close", close(epfd));
    show_result("wait afterwards", epoll_wait(epfd, got, 8, 0));
    show_epoll("the other set is still there", other, 8, 0);
    return 0;
}
