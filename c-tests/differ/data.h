/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Sends and receives, in all forms. */
#ifndef DATA_H
#define DATA_H

#include "script.h"

/* Without MSG_MORE, which delays data for as long as the system likes. */
static const struct named out_flags[] = {
    NAMED(MSG_DONTWAIT), NAMED(MSG_NOSIGNAL), NAMED(MSG_EOR), NAMED(MSG_PEEK), NAMED(MSG_WAITALL), NAMED(MSG_TRUNC),
    NAMED(MSG_CTRUNC), NAMED(MSG_CONFIRM), NAMED(MSG_OOB), NAMED(MSG_DONTROUTE),
}, in_flags[] = {
    NAMED(MSG_DONTWAIT), NAMED(MSG_PEEK), NAMED(MSG_TRUNC), NAMED(MSG_WAITALL), NAMED(MSG_NOSIGNAL), NAMED(MSG_EOR),
    NAMED(MSG_WAITFORONE), NAMED(MSG_CMSG_CLOEXEC), NAMED(MSG_CTRUNC), NAMED(MSG_OOB), NAMED(MSG_ERRQUEUE),
};

/* Mostly no flag, otherwise one or two. */
static int draw_flags(const struct named *list, unsigned count)
{
    int flags = 0;
    for (unsigned n = draw(5) < 3 ? 0 : 1 + draw(2); n > 0; n--) {
        const struct named *one = &list[draw(count)];
        if (!(flags & one->number))
            say(" %s", one->name);
        flags |= one->number;
    }
    return flags;
}

static char block[4096];

static size_t draw_length(void)
{
    static const size_t lengths[] = {0, 1, 2, 4, 5, 9, 16, 33, 100, 700, 1000};
    return ONE_OF(lengths);
}

/* Draws up to four buffers, some of them empty; returns how many bytes they hold. */
static size_t draw_parts(struct iovec *parts, int *count, char *from)
{
    size_t whole = 0;
    *count = (int)draw(5);
    say(" [");
    for (int i = 0; i < *count; i++) {
        parts[i] = (struct iovec){from + whole, draw_length()};
        if (parts[i].iov_len == 0 && draw(2))
            parts[i].iov_base = NULL;
        whole += parts[i].iov_len;
        say(i ? " %zu" : "%zu", parts[i].iov_len);
    }
    say("]");
    return whole;
}

static void step_send(int number)
{
    struct sockaddr_storage to;
    struct iovec parts[4];
    struct msghdr message = {.msg_iov = parts};
    unsigned form = draw(6);
    int at = slot(), fd = slots[at].fd;
    static const char *const forms[] = {"send", "sendto", "sendmsg", "sendmmsg", "write", "writev"};
    memset(block, 'A' + number % 26, sizeof block);
    say("%s %d", forms[form], at);
    size_t length = 0;
    int count = 0;
    if (form == 2 || form == 3 || form == 5)
        length = draw_parts(parts, &count, block);
    else
        say(" %zu", length = draw_length());
    message.msg_iovlen = count;
    /* To write nothing is the C library's own business. */
    if (form > 3 && length == 0) {
        say(" nothing");
        return;
    }
    if ((form == 1 && draw(4)) || (form > 1 && form < 4 && draw(2))) {
        message.msg_namelen = draw_address(&to, slots[at].family, 0);
        message.msg_name = &to;
    }
    int flags = form < 4 ? draw_flags(out_flags, COUNT(out_flags)) : 0;
    if (form < 4)
        flags |= MSG_NOSIGNAL;
    if (!returns(fd, POLLOUT, flags))
        return;
    if (form == 0)
        say_result(send(fd, block, length, flags));
    else if (form == 1)
        say_result(sendto(fd, block, length, flags, message.msg_name, message.msg_namelen));
    else if (form == 2)
        say_result(sendmsg(fd, &message, flags));
    else if (form == 3) {
        struct mmsghdr many[3] = {{message, 77}, {message, 77}, {message, 77}};
        unsigned messages = draw(4);
        say(" x%u", messages);
        int sent = (int)say_result(sendmmsg(fd, many, messages, flags));
        for (int i = 0; i < sent; i++)
            say(" %u", many[i].msg_len);
    } else if (form == 4)
        say_result(write(fd, block, length));
    else
        say_result(writev(fd, parts, count));
    give_port(at);
}

static void say_message(const struct msghdr *message, const struct iovec *parts, size_t got)
{
    say(" flags%s%s%s", message->msg_flags & MSG_TRUNC ? " TRUNC" : "", message->msg_flags & MSG_CTRUNC ? " CTRUNC" : "",
        /* Linux returns MSG_CMSG_CLOEXEC if the caller has passed it. */
        message->msg_flags & ~(MSG_TRUNC | MSG_CTRUNC | MSG_CMSG_CLOEXEC) ? " others" : "");
    if (message->msg_name)
        say_address(message->msg_name, message->msg_namelen);
    for (int i = 0; i < (int)message->msg_iovlen && got > 0; i++) {
        size_t here = got < parts[i].iov_len ? got : parts[i].iov_len;
        say_bytes(parts[i].iov_base, here);
        got -= here;
    }
}

static void step_receive(void)
{
    static const socklen_t rooms[] = {0, 2, 8, 16, 28, 128, 128, 128, (socklen_t)-1};
    struct sockaddr_storage from = {0};
    struct iovec parts[4];
    struct msghdr message = {.msg_iov = parts, .msg_flags = -1};
    unsigned form = draw(6);
    int at = slot(), fd = slots[at].fd;
    static const char *const forms[] = {"recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv"};
    memset(block, '.', sizeof block);
    say("%s %d", forms[form], at);
    size_t length = 0;
    int count = 0;
    if (form == 2 || form == 3 || form == 5)
        length = draw_parts(parts, &count, block);
    else
        say(" %zu", length = draw_length());
    message.msg_iovlen = count;
    if (form > 3 && length == 0) {
        say(" nothing");
        return;
    }
    int flags = form < 4 ? draw_flags(in_flags, COUNT(in_flags)) : 0;
    if (form > 0 && form < 4 && draw(3)) {
        message.msg_name = &from;
        message.msg_namelen = ONE_OF(rooms);
        say(" from/%d", (int)message.msg_namelen);
    }
    /* A blocking socket would wait until all is sent. */
    if (flags & MSG_WAITALL && blocks(fd))
        flags |= MSG_DONTWAIT;
    if (!returns(fd, POLLIN, flags))
        return;
    ssize_t got;
    if (form == 0) {
        got = say_result(recv(fd, block, length, flags));
    } else if (form == 1) {
        got = say_result(recvfrom(fd, block, length, flags, message.msg_name, message.msg_name ? &message.msg_namelen : NULL));
        if (got >= 0 && message.msg_name)
            say_address(&from, message.msg_namelen);
    } else if (form == 2) {
        got = say_result(recvmsg(fd, &message, flags));
        if (got >= 0)
            say_message(&message, parts, (size_t)got);
    } else if (form == 3) {
        struct mmsghdr many[2] = {{message, 77}, {message, 77}};
        struct timespec soon = {0, 0};
        unsigned messages = draw(3);
        say(" x%u", messages);
        /* The second receive would wait. */
        got = say_result(recvmmsg(fd, many, messages, flags | MSG_WAITFORONE, draw(2) ? &soon : NULL));
        for (int i = 0; i < got; i++) {
            say(" %u", many[i].msg_len);
            say_message(&many[i].msg_hdr, parts, i + 1 == got ? many[i].msg_len : 0);
        }
        return;
    } else if (form == 4)
        got = say_result(read(fd, block, length));
    else
        got = say_result(readv(fd, parts, count));
    if (got > 0 && form != 2)
        say_bytes(block, (size_t)got < length ? (size_t)got : length);
}

#endif
