/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* AF_UNIX sockets in a folder of the test: DIR. Its path differs in every run, so it is not shown. */
#ifndef UNIX_H
#define UNIX_H

#include "../observe.h"

#include <stddef.h>
#include <sys/un.h>

#define PATH offsetof(struct sockaddr_un, sun_path)

static inline const char *folder(void)
{
    const char *path = getenv("DIR");
    require(path != NULL, "DIR in the environment");
    return path;
}

/* The address of a file in the folder. */
static inline struct sockaddr_un at(const char *file)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int length = snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder(), file);
    require(length > 0 && (size_t)length < sizeof address.sun_path, "a folder with a short path");
    return address;
}

/* Shows the file's name and the returned length, without the folder's. */
static inline void show_name(const char *label, const struct sockaddr_un *address, socklen_t length)
{
    size_t before = strlen(folder()) + 1;
    if (length <= PATH || address->sun_path[0] == '\0')
        show(label, "%s, no name, %u", family_name(address->sun_family), (unsigned)length);
    else if (strncmp(address->sun_path, folder(), before - 1) == 0)
        show(label, "%s %s, %d", family_name(address->sun_family), address->sun_path + before, (int)(length - before));
    else
        show(label, "%s %s, %u", family_name(address->sun_family), address->sun_path, (unsigned)length);
}

static inline void show_names(const char *label, int fd)
{
    struct sockaddr_un name;
    socklen_t length = sizeof name;
    printf("%s, ", label);
    memset(&name, 0, sizeof name);
    require(getsockname(fd, SA(&name), &length) == 0, "getsockname");
    show_name("own name", &name, length);
    length = sizeof name;
    memset(&name, 0, sizeof name);
    printf("%s, ", label);
    if (getpeername(fd, SA(&name), &length) == 0)
        show_name("peer", &name, length);
    else
        show("peer", "-1 %s", errno_name(errno));
}

static inline int bound_at(int type, const char *file)
{
    struct sockaddr_un address = at(file);
    int fd = new_socket(AF_UNIX, type);
    require(bind(fd, SA(&address), sizeof address) == 0, "bind");
    return fd;
}

static inline int listening_at(const char *file)
{
    int fd = bound_at(SOCK_STREAM, file);
    require(listen(fd, 4) == 0, "listen");
    return fd;
}

static inline int connect_at(int fd, const char *file)
{
    struct sockaddr_un address = at(file);
    return connect(fd, SA(&address), sizeof address);
}

#endif
