/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* select for sets of bits, by wasock's select, whose sets are lists. */
#include <stddef.h>
#include <sys/select.h>

#include "refuse.h"

/* wasi-libc's fd_set. */
struct list {
    size_t count;
    int fds[FD_SETSIZE];
};

int wasock_select(int, struct list *, struct list *, struct list *, struct timeval *);
int wasock_pselect(int, struct list *, struct list *, struct list *, const struct timespec *, const sigset_t *);

/* Programs allocate sets of their own with as many words as they need, and no list behind. So the list is read only after a
   large number was put into a set. */
static int any_large;

void compat_fd_set_large(int fd, fd_set *set)
{
    if (compat_fd_isset_large(fd, set) || set->__count == __FD_LARGE)
        return;
    any_large = 1;
    set->__large[set->__count++] = fd;
}

void compat_fd_clr_large(int fd, fd_set *set)
{
    for (unsigned i = 0; i < set->__count; i++)
        if (set->__large[i] == fd)
            set->__large[i] = set->__large[--set->__count];
}

int compat_fd_isset_large(int fd, const fd_set *set)
{
    for (unsigned i = 0; any_large && i < set->__count; i++)
        if (set->__large[i] == fd)
            return 1;
    return 0;
}

static int words(int count) { return count > FD_SETSIZE ? FD_SETSIZE / NFDBITS : (count + NFDBITS - 1) / NFDBITS; }

static void add(struct list *list, int fd)
{
    if (list->count < FD_SETSIZE)
        list->fds[list->count++] = fd;
}

static struct list *read_set(const fd_set *set, int count, struct list *list)
{
    list->count = 0;
    if (set == NULL)
        return NULL;
    for (int word = 0; word < words(count); word++) {
        for (fd_mask bits = set->fds_bits[word]; bits != 0; bits &= bits - 1) {
            int fd = word * NFDBITS + __builtin_ctzl(bits);
            if (fd < count)
                add(list, fd);
        }
    }
    for (unsigned i = 0; any_large && i < set->__count; i++)
        if (set->__large[i] < count)
            add(list, set->__large[i]);
    return list;
}

static void write_set(fd_set *set, int count, const struct list *list)
{
    if (set == NULL)
        return;
    for (int word = 0; word < words(count); word++)
        set->fds_bits[word] = 0;
    if (any_large)
        set->__count = 0;
    for (size_t i = 0; i < list->count; i++)
        FD_SET(list->fds[i], set);
}

/* Calls with lists, and converts them back to sets unless the call fails. */
#define BY_LISTS(call) \
    struct list in, out, odd; \
    if (count < 0) \
        return refuse(EINVAL); \
    struct list *input = read_set(read, count, &in), *output = read_set(write, count, &out), \
                *exceptional = read_set(except, count, &odd); \
    int ready = call; \
    if (ready >= 0) { \
        write_set(read, count, &in); \
        write_set(write, count, &out); \
        write_set(except, count, &odd); \
    } \
    return ready

int select(int count, fd_set *restrict read, fd_set *restrict write, fd_set *restrict except, struct timeval *restrict time)
{
    BY_LISTS(wasock_select(count, input, output, exceptional, time));
}

int pselect(int count, fd_set *restrict read, fd_set *restrict write, fd_set *restrict except,
            const struct timespec *restrict time, const sigset_t *restrict mask)
{
    BY_LISTS(wasock_pselect(count, input, output, exceptional, time, mask));
}
