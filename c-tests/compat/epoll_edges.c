// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Edge-triggered epoll, as a program asks for that goes on until EAGAIN as its manual says; and half a hang-up. */
#define WASOCK_EPOLLET
#include "../observe.h"
#include <sys/epoll.h>

static int epfd;

static void show_epoll(const char *label, int timeout)
{
    struct epoll_event got[4];
    int found = epoll_wait(epfd, got, 4, timeout);
    show_result(label, found);
    for (int i = 0; i < found; i++)
        show("  event", "%c %s%s%s%s%s", (char)got[i].data.u64, got[i].events & EPOLLIN ? "IN " : "",
             got[i].events & EPOLLOUT ? "OUT " : "", got[i].events & EPOLLRDHUP ? "RDHUP " : "",
             got[i].events & EPOLLERR ? "ERR " : "", got[i].events & EPOLLHUP ? "HUP " : "");
}

static int control(int op, int fd, uint32_t events, char tag)
{
    struct epoll_event event = {.events = events, .data = {.u64 = (uint64_t)tag}};
    return epoll_ctl(epfd, op, fd, &event);
}

static size_t drain(int fd)
{
    static char room[65536];
    size_t total = 0;
    for (ssize_t len; (len = recv(fd, room, sizeof room, MSG_DONTWAIT)) > 0;)
        total += (size_t)len;
    return total;
}

static void reading(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("add", control(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLET, 'a'));
    show_epoll("nothing yet", 0);
    for (int i = 0; i < 3; i++) {
        require(send(pair[1], "data", 4, 0) == 4, "send");
        show_epoll("data", PATIENCE_MS);
        show_int("  read", (long)drain(pair[0]));
        show_epoll("nothing left", 50);
    }
    require(send(pair[1], "data", 4, 0) == 4, "send");
    show_epoll("data", PATIENCE_MS);
    show_result("changed", control(EPOLL_CTL_MOD, pair[0], EPOLLIN | EPOLLET, 'b'));
    show_epoll("is an edge", PATIENCE_MS);
    show_result("one-shot", control(EPOLL_CTL_MOD, pair[0], EPOLLIN | EPOLLET | EPOLLONESHOT, 'c'));
    show_epoll("once", PATIENCE_MS);
    show_epoll("not twice", 50);
    close(pair[0]);
    close(pair[1]);
}

static void writing(void)
{
    static char much[65536];
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("add", control(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLOUT | EPOLLET, 'a'));
    show_epoll("writable", PATIENCE_MS);
    show_epoll("is told once", 5);
    require(send(pair[1], "data", 4, 0) == 4, "send");
    show_epoll("data, and still writable", PATIENCE_MS);
    drain(pair[0]);
    show_epoll("nothing new", 5);
    show_result("changed", control(EPOLL_CTL_MOD, pair[0], EPOLLOUT | EPOLLET, 'b'));
    show_epoll("is an edge", PATIENCE_MS);
    size_t sent = 0;
    for (ssize_t len; (len = send(pair[0], much, sizeof much, MSG_DONTWAIT)) > 0;)
        sent += (size_t)len;
    show("sending ends with", "%s", errno_name(errno));
    show_epoll("full", 20);
    size_t got = 0;
    while (got < sent && (comes(pair[1], POLLIN) & POLLIN))
        got += drain(pair[1]);
    show_yes("all came", got == sent);
    show_epoll("room again", PATIENCE_MS);
    close(pair[0]);
    close(pair[1]);
}

/* The peer emptied what the program had filled before the program waits. */
static void between_waits(void)
{
    static char much[65536];
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("add", control(EPOLL_CTL_ADD, pair[0], EPOLLOUT | EPOLLET, 'a'));
    show_epoll("writable", PATIENCE_MS);
    size_t sent = 0, got = 0;
    for (ssize_t len; (len = send(pair[0], much, sizeof much, MSG_DONTWAIT)) > 0;)
        sent += (size_t)len;
    while (got < sent && (comes(pair[1], POLLIN) & POLLIN))
        got += drain(pair[1]);
    show_epoll("room again", PATIENCE_MS);
    close(pair[0]);
    close(pair[1]);
}

static void ending(uint32_t edge)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("add", control(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLRDHUP | edge, 'a'));
    require(send(pair[1], "data", 4, 0) == 4, "send");
    show_epoll("data", PATIENCE_MS);
    drain(pair[0]);
    close(pair[1]);
    show_epoll("the end", PATIENCE_MS);
    if (edge)
        show_epoll("is told once", 50);
    show_result("without half a hang-up", control(EPOLL_CTL_MOD, pair[0], EPOLLIN | edge, 'a'));
    show_epoll("the end", PATIENCE_MS);
    if (edge)
        show_epoll("is told once", 50);
    close(pair[0]);
}

/* A program that reads less than there is. */
static void leaving(void)
{
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("add", control(EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLET, 'a'));
    require(send(pair[1], "data", 4, 0) == 4, "send");
    show_epoll("data", PATIENCE_MS);
    show_result("data that are left", epoll_wait(epfd, &(struct epoll_event){0}, 1, 0));
    close(pair[0]);
    close(pair[1]);
}

int main(void)
{
    epfd = epoll_create1(0);
    require(epfd >= 0, "epoll_create1");
    reading();
    writing();
    between_waits();
    ending(0);
    ending(EPOLLET);
    leaving();
    return 0;
}
