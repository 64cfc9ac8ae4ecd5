/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Temporary files. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "refuse.h"

enum { WILD = 6, ATTEMPTS = 100 };

static int fill(char *wild)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
    unsigned char random[WILD];
    if (getentropy(random, sizeof random) != 0)
        return -1;
    for (int i = 0; i < WILD; i++)
        wild[i] = letters[random[i] % (sizeof letters - 1)];
    return 0;
}

/* Tries names until `take` succeeds; it fails with EEXIST for a name that is in use. */
static int try(char *template, int suffix, int flags, int (*take)(const char *, int))
{
    size_t length = strlen(template);
    if (suffix < 0 || length < WILD + (size_t)suffix)
        return refuse(EINVAL);
    char *wild = template + length - suffix - WILD;
    if (memcmp(wild, "XXXXXX", WILD) != 0)
        return refuse(EINVAL);
    for (int i = 0; i < ATTEMPTS; i++) {
        if (fill(wild) != 0)
            return -1;
        int taken = take(template, flags);
        if (taken >= 0 || errno != EEXIST)
            return taken;
    }
    return refuse(EEXIST);
}

static int take_file(const char *path, int flags)
{
    return open(path, (flags & ~O_ACCMODE) | O_RDWR | O_CREAT | O_EXCL, 0600);
}

static int take_directory(const char *path, int flags) { return (void)flags, mkdir(path, 0700); }

static int take_name(const char *path, int flags)
{
    struct stat it;
    (void)flags;
    return lstat(path, &it) == 0 ? refuse(EEXIST) : errno == ENOENT ? 0 : -1;
}

int mkstemp(char *template) { return try(template, 0, 0, take_file); }
int mkostemp(char *template, int flags) { return try(template, 0, flags, take_file); }
int mkstemps(char *template, int suffix) { return try(template, suffix, 0, take_file); }
int mkostemps(char *template, int suffix, int flags) { return try(template, suffix, flags, take_file); }
char *mkdtemp(char *template) { return try(template, 0, 0, take_directory) == 0 ? template : NULL; }

char *mktemp(char *template)
{
    if (try(template, 0, 0, take_name) != 0)
        *template = '\0';
    return template;
}

FILE *tmpfile(void)
{
    char path[] = P_tmpdir "/tmpfile_XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0)
        return NULL;
    unlink(path);
    FILE *stream = fdopen(fd, "w+");
    if (stream == NULL)
        close(fd);
    return stream;
}

char *tmpnam(char *name)
{
    static char own[L_tmpnam];
    char path[L_tmpnam] = P_tmpdir "/tmpnam_XXXXXX";
    if (try(path, 0, 0, take_name) != 0)
        return NULL;
    return strcpy(name == NULL ? own : name, path);
}

char *tempnam(const char *directory, const char *prefix)
{
    char *path;
    if (asprintf(&path, "%s/%.5s_XXXXXX", directory == NULL ? P_tmpdir : directory, prefix == NULL ? "temp" : prefix) < 0)
        return NULL;
    if (try(path, 0, 0, take_name) == 0)
        return path;
    free(path);
    return NULL;
}
