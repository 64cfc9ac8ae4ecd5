/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A path without links, `.` and `..`. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "refuse.h"

enum { LINKS = 40 };

/* Puts text before the rest of the path. */
static int prepend(char *rest, const char *text)
{
    char joined[PATH_MAX];
    size_t head = strlen(text), tail = strlen(rest);
    if (head + tail + 2 > sizeof joined)
        return refuse(ENAMETOOLONG);
    memcpy(joined, text, head);
    joined[head] = '/';
    memcpy(joined + head + 1, rest, tail + 1);
    memcpy(rest, joined, head + tail + 2);
    return 0;
}

static void drop_last(char *path)
{
    char *slash = strrchr(path, '/');
    *slash = '\0';
}

/* Follows the link at `path`, if it is one. The program sees only the host's preopened directories and below: components
   above them cannot be read, and are taken as no links. */
static int follow(char *path, char *rest, int *links)
{
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0)
        return 0;
    if (++*links > LINKS)
        return refuse(ELOOP);
    target[length] = '\0';
    if (target[0] == '/')
        *path = '\0';
    else
        drop_last(path);
    return prepend(rest, target);
}

/* Walks `rest`, component after component, into `path`. */
static int walk(char *path, char *rest)
{
    int links = 0;
    while (*rest != '\0') {
        char name[NAME_MAX + 1];
        size_t length = strcspn(rest, "/"), end = strlen(path);
        if (length > NAME_MAX || end + length + 2 > PATH_MAX)
            return refuse(ENAMETOOLONG);
        memcpy(name, rest, length);
        name[length] = '\0';
        memmove(rest, rest + length + (rest[length] == '/'), strlen(rest + length + (rest[length] == '/')) + 1);
        if (length == 0 || strcmp(name, ".") == 0)
            continue;
        if (strcmp(name, "..") == 0) {
            if (end > 0)
                drop_last(path);
            continue;
        }
        path[end] = '/';
        memcpy(path + end + 1, name, length + 1);
        if (follow(path, rest, &links) != 0)
            return -1;
    }
    return 0;
}

char *realpath(const char *restrict given, char *restrict resolved)
{
    char path[PATH_MAX] = "", rest[PATH_MAX];
    struct stat it;
    if (given == NULL)
        return refuse(EINVAL), NULL;
    if (*given == '\0')
        return refuse(ENOENT), NULL;
    /* This call also sets errno for a path that does not exist. */
    if (stat(given, &it) != 0)
        return NULL;
    if (strlen(given) >= sizeof rest)
        return refuse(ENAMETOOLONG), NULL;
    strcpy(rest, given);
    if (*given != '/' && (getcwd(path, sizeof path) == NULL))
        return NULL;
    if (strcmp(path, "/") == 0)
        *path = '\0';
    if (walk(path, rest) != 0)
        return NULL;
    if (*path == '\0')
        strcpy(path, "/");
    return resolved == NULL ? strdup(path) : strcpy(resolved, path);
}
