/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Moves a known stream of bytes to a peer, back, and both ways at once, by every function that sends and receives, and
 * looks at each byte.  What goes wrong on the way (EINTR, EAGAIN, a reset) is met as a program on Linux has to; an errno
 * that Linux would not give here ends it.
 *
 *   transfer PORT BYTES SEED FEATURES     FEATURES of p (poll and O_NONBLOCK), r (resets are to be expected) */
#include "heap.h"
#include "pattern.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define PARTS 5
#define MESSAGES 4
/* No peer is silent for longer. */
#define PATIENCE_MS 20000

static uint16_t port;
static uint64_t bytes, chance, next_id, moved;
static int polls, resets;
static unsigned char room[BLOCK];
static long interrupted, again, reset_count, calls;

static void fail(const char *what)
{
    fprintf(stderr, "transfer: %s (errno %d: %s)\n", what, errno, strerror(errno));
    exit(1);
}

/* -- functions: each moves some bytes, as a stream's do --------------------------------------------------------------- */

typedef ssize_t (*mover)(int fd, unsigned char *at, size_t length);

/* Several parts, an empty one among them. */
static int split(struct iovec parts[PARTS], unsigned char *at, size_t length)
{
    int n = 1 + (int)(next_random(&chance) % PARTS);
    for (int i = 0; i < n; i++) {
        size_t part = i == n - 1 ? length : next_random(&chance) % (length + 1);
        parts[i] = (struct iovec){at, part};
        at += part;
        length -= part;
    }
    return n;
}

static ssize_t by_send(int fd, unsigned char *at, size_t n) { return send(fd, at, n, MSG_NOSIGNAL); }
static ssize_t by_write(int fd, unsigned char *at, size_t n) { return write(fd, at, n); }
static ssize_t by_sendto(int fd, unsigned char *at, size_t n) { return sendto(fd, at, n, 0, NULL, 0); }

static ssize_t by_writev(int fd, unsigned char *at, size_t n)
{
    struct iovec parts[PARTS];
    return writev(fd, parts, split(parts, at, n));
}

static ssize_t by_sendmsg(int fd, unsigned char *at, size_t n)
{
    struct iovec parts[PARTS];
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = split(parts, at, n)};
    return sendmsg(fd, &message, MSG_NOSIGNAL);
}

/* One after the other; a message that went in part is the last, or there would be a gap. */
static ssize_t by_sendmmsg(int fd, unsigned char *at, size_t n)
{
    struct iovec parts[MESSAGES];
    struct mmsghdr messages[MESSAGES];
    memset(messages, 0, sizeof messages);
    size_t length = n / MESSAGES;
    for (int i = 0; i < MESSAGES; i++) {
        parts[i] = (struct iovec){at + (size_t)i * length, i == MESSAGES - 1 ? n - (MESSAGES - 1) * length : length};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int went = sendmmsg(fd, messages, MESSAGES, 0);
    ssize_t sum = went < 0 ? -1 : 0;
    for (int i = 0; i < went; i++) {
        if (i + 1 < went && messages[i].msg_len != parts[i].iov_len)
            fail("sendmmsg went on behind a message that was cut");
        sum += messages[i].msg_len;
    }
    return sum;
}

static int waited(int fd, short events)
{
    struct pollfd one = {.fd = fd, .events = events};
    int n = poll(&one, 1, PATIENCE_MS);
    if (n == 0)
        fail("the peer is silent");
    return n;
}

static ssize_t by_send_dontwait(int fd, unsigned char *at, size_t n)
{
    return waited(fd, POLLOUT) < 0 ? -1 : send(fd, at, n, MSG_DONTWAIT);
}

static ssize_t by_recv(int fd, unsigned char *at, size_t n) { return recv(fd, at, n, 0); }
static ssize_t by_read(int fd, unsigned char *at, size_t n) { return read(fd, at, n); }
static ssize_t by_recv_waitall(int fd, unsigned char *at, size_t n) { return recv(fd, at, n, MSG_WAITALL); }

static ssize_t by_recvfrom(int fd, unsigned char *at, size_t n)
{
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    return recvfrom(fd, at, n, 0, (struct sockaddr *)&from, &length);
}

static ssize_t by_readv(int fd, unsigned char *at, size_t n)
{
    struct iovec parts[PARTS];
    return readv(fd, parts, split(parts, at, n));
}

static ssize_t by_recvmsg(int fd, unsigned char *at, size_t n)
{
    struct iovec parts[PARTS];
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = split(parts, at, n)};
    return recvmsg(fd, &message, 0);
}

/* Several messages leave gaps between them where one is not full; they are pushed together. */
static ssize_t by_recvmmsg(int fd, unsigned char *at, size_t n)
{
    struct iovec parts[MESSAGES];
    struct mmsghdr messages[MESSAGES];
    memset(messages, 0, sizeof messages);
    size_t length = n / MESSAGES + 1;
    int count = n < MESSAGES * length ? 1 : MESSAGES;
    for (int i = 0; i < count; i++) {
        parts[i] = (struct iovec){at + (size_t)i * length, count == 1 ? n : length};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int came = recvmmsg(fd, messages, (unsigned)count, polls ? MSG_WAITFORONE : 0, NULL);
    ssize_t sum = came < 0 ? -1 : 0;
    for (int i = 0; i < came; i++) {
        memmove(at + sum, parts[i].iov_base, messages[i].msg_len);
        sum += messages[i].msg_len;
    }
    return sum;
}

static ssize_t by_recv_dontwait(int fd, unsigned char *at, size_t n)
{
    return waited(fd, POLLIN) < 0 ? -1 : recv(fd, at, n, MSG_DONTWAIT);
}

static const struct method {
    const char *name;
    mover move;
    int polls;
} writers[] = {
    {"send", by_send, 0},         {"write", by_write, 0},       {"sendto", by_sendto, 0},
    {"writev", by_writev, 0},     {"sendmsg", by_sendmsg, 0},   {"sendmmsg", by_sendmmsg, 0},
    {"send MSG_DONTWAIT", by_send_dontwait, 1},
}, readers[] = {
    {"recv", by_recv, 0},         {"read", by_read, 0},         {"recvfrom", by_recvfrom, 0},
    {"readv", by_readv, 0},       {"recvmsg", by_recvmsg, 0},   {"recvmmsg", by_recvmmsg, 0},
    {"recv MSG_WAITALL", by_recv_waitall, 0},                   {"recv MSG_DONTWAIT", by_recv_dontwait, 1},
};
#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))

/* -- connections ------------------------------------------------------------------------------------------------------ */

/* What a failed call leaves to do: 1 to call again, 0 to connect again. */
static int go_on(const char *what, int may_wait)
{
    if (errno == EINTR)
        return interrupted++, 1;
    if (errno == EAGAIN && may_wait)
        return again++, 1;
    if (resets && (errno == ECONNRESET || errno == EPIPE))
        return reset_count++, 0;
    fail(what);
    return 0;
}

/* All of it, or 0 after a reset. */
static int whole(int fd, mover move, void *at, size_t length)
{
    while (length > 0) {
        ssize_t n = move(fd, at, length);
        if (n > 0) {
            at = (unsigned char *)at + n;
            length -= (size_t)n;
        } else if (n == 0 && !resets) {
            fail("the peer has ended too early");
        } else if (n == 0 || !go_on("a request", 0)) {
            return 0;
        }
    }
    return 1;
}

/* A connection that begins with the request; -1 after a reset. */
static int connection(struct request *request)
{
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(port)};
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0)
        fail("socket");
    if (connect(fd, (struct sockaddr *)&peer, sizeof peer) != 0)
        fail("connect");
    if (whole(fd, by_send, request, sizeof *request))
        return fd;
    close(fd);
    return -1;
}

static struct request request_for(uint32_t mode)
{
    return (struct request){.magic = MAGIC, .mode = mode, .id = chance << 20 | ++next_id, .total = bytes};
}

static size_t block(uint64_t done)
{
    uint64_t left = bytes - done;
    size_t length = 1 + next_random(&chance) % BLOCK;
    return left < length ? (size_t)left : length;
}

/* -- transfers -------------------------------------------------------------------------------------------------------- */

static void up(const struct method *method)
{
    struct request request = request_for(UP);
    uint64_t done = 0;
    while (done < bytes) {
        int fd = connection(&request), alive = fd >= 0;
        /* The peer says how far it has come, at the beginning and at the end. */
        alive = alive && whole(fd, by_recv, &done, sizeof done);
        while (alive && done < bytes) {
            ssize_t n = method->move(fd, pattern_at(done), block(done));
            calls++;
            if (n < 0)
                alive = go_on(method->name, method->polls);
            else
                done += (uint64_t)n;
        }
        alive = alive && whole(fd, by_recv, &done, sizeof done);
        if (!alive)
            done = 0;
        if (fd >= 0)
            close(fd);
    }
    moved += bytes;
}

static uint64_t received(int fd, const struct method *method, uint64_t done, int *alive)
{
    ssize_t n = method->move(fd, room, block(done));
    calls++;
    if (n < 0)
        *alive = go_on(method->name, method->polls);
    else if (n == 0 && !resets)
        fail("the stream has ended too early");
    else if (n == 0)
        *alive = 0;
    else if (!is_pattern(room, (size_t)n, done))
        fail("wrong bytes");
    return n < 0 ? 0 : (uint64_t)n;
}

static void down(const struct method *method)
{
    struct request request = request_for(DOWN);
    while (request.done < bytes) {
        int fd = connection(&request), alive = fd >= 0;
        while (alive && request.done < bytes)
            request.done += received(fd, method, request.done, &alive);
        if (alive && recv(fd, room, 1, 0) > 0)
            fail("more than was asked for");
        if (fd >= 0)
            close(fd);
    }
    moved += bytes;
}

static int set_nonblocking(int fd) { return fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

/* Sends as much as goes while the peer sends it back. */
static void both(const struct method *writer, const struct method *reader)
{
    const struct method write_some = {writer->name, writer->move, 1}, read_some = {reader->name, reader->move, 1};
    struct request request = request_for(BOTH);
    while (request.done < bytes) {
        uint64_t sent = request.done;
        int fd = connection(&request), alive = fd >= 0;
        if (alive && set_nonblocking(fd) != 0)
            fail("O_NONBLOCK");
        while (alive && request.done < bytes) {
            struct pollfd one = {.fd = fd, .events = (short)(POLLIN | (sent < bytes ? POLLOUT : 0))};
            int ready = poll(&one, 1, PATIENCE_MS);
            if (ready == 0)
                fail("the peer is silent");
            if (ready < 0) {
                alive = go_on("poll", 0);
                continue;
            }
            if (one.revents & (POLLIN | POLLERR | POLLHUP))
                request.done += received(fd, &read_some, request.done, &alive);
            if (alive && one.revents & POLLOUT) {
                ssize_t n = write_some.move(fd, pattern_at(sent), block(sent));
                calls++;
                if (n < 0)
                    alive = go_on(write_some.name, 1);
                else
                    sent += (uint64_t)n;
            }
        }
        if (fd >= 0)
            close(fd);
    }
    moved += 2 * bytes;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return fprintf(stderr, "usage: transfer PORT BYTES SEED FEATURES\n"), 2;
    port = (uint16_t)atoi(argv[1]);
    bytes = strtoull(argv[2], NULL, 10);
    chance = strtoull(argv[3], NULL, 10);
    polls = strchr(argv[4], 'p') != NULL;
    resets = strchr(argv[4], 'r') != NULL;
    make_pattern();
    /* What is lent for the length of one call fits what the C library keeps of this. */
    void *volatile some = malloc(4 * BLOCK);
    free(some);
    long held = heap_held;
    size_t pages = heap_pages();
    for (int i = 0; i < COUNT(writers); i++)
        if (polls || !writers[i].polls)
            up(&writers[i]);
    for (int i = 0; i < COUNT(readers); i++)
        if (polls || !readers[i].polls)
            down(&readers[i]);
    for (int i = 0; polls && i < COUNT(writers) - 1; i++)
        both(&writers[i], &readers[i]);
    printf("%llu MB in %ld calls, EINTR %ld, EAGAIN %ld, resets %ld; heap: %ld calls, %ld blocks kept, grown by %zu pages\n",
           (unsigned long long)(moved / 1000000), calls, interrupted, again, reset_count, heap_calls,
           heap_held - held, heap_pages() - pages);
    if (heap_held != held || heap_pages() != pages)
        fail("the heap has grown");
    return 0;
}
