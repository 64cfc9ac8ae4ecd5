/* One user without a name, who is nobody else. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

enum { ME = 1000 };

static int become(unsigned id)
{
    if (id == ME || id == (unsigned)-1)
        return 0;
    errno = EPERM;
    return -1;
}

uid_t getuid(void) { return ME; }
uid_t geteuid(void) { return ME; }
gid_t getgid(void) { return ME; }
gid_t getegid(void) { return ME; }
int setuid(uid_t id) { return become(id); }
int seteuid(uid_t id) { return become(id); }
int setreuid(uid_t real, uid_t effective) { return become(real) == 0 ? become(effective) : -1; }
int setgid(gid_t id) { return become(id); }
int setegid(gid_t id) { return become(id); }
int setregid(gid_t real, gid_t effective) { return become(real) == 0 ? become(effective) : -1; }

int getgroups(int count, gid_t groups[]) { return (void)count, (void)groups, 0; }
int setgroups(size_t count, const gid_t *groups) { return (void)count, (void)groups, errno = EPERM, -1; }
int initgroups(const char *name, gid_t group) { return (void)name, (void)group, errno = EPERM, -1; }
char *getlogin(void) { return errno = ENXIO, NULL; }

struct passwd *getpwnam(const char *name) { return (void)name, NULL; }
struct passwd *getpwuid(uid_t id) { return (void)id, NULL; }
struct group *getgrnam(const char *name) { return (void)name, NULL; }
struct group *getgrgid(gid_t id) { return (void)id, NULL; }

int getpwnam_r(const char *name, struct passwd *entry, char *text, size_t size, struct passwd **found)
{
    (void)name, (void)entry, (void)text, (void)size;
    *found = NULL;
    return 0;
}

int getpwuid_r(uid_t id, struct passwd *entry, char *text, size_t size, struct passwd **found)
{
    (void)id, (void)entry, (void)text, (void)size;
    *found = NULL;
    return 0;
}
