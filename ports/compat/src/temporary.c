/* Files with names of their own. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WILD = 6, ATTEMPTS = 100 };

static int fill(char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
    unsigned char random[WILD];
    if (getentropy(random, sizeof random) != 0)
        return -1;
    for (int i = 0; i < WILD; i++)
        name[i] = letters[random[i] % (sizeof letters - 1)];
    return 0;
}

int mkstemp(char *template)
{
    size_t length = strlen(template);
    if (length < WILD || strcmp(template + length - WILD, "XXXXXX") != 0)
        return errno = EINVAL, -1;
    for (int i = 0; i < ATTEMPTS; i++) {
        if (fill(template + length - WILD) != 0)
            return -1;
        int fd = open(template, O_RDWR | O_CREAT | O_EXCL, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

int system(const char *command)
{
    return command == NULL ? 0 : (errno = ENOSYS, -1);
}
