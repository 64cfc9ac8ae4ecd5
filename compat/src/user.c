/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The only user, who has no name and cannot become another. */
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include "refuse.h"

enum { ME = 1000 };

static int become(unsigned id)
{
    return id == ME || id == (unsigned)-1 ? 0 : refuse(EPERM);
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
int setgroups(size_t count, const gid_t *groups) { return (void)count, (void)groups, refuse(EPERM); }
int initgroups(const char *name, gid_t group) { return (void)name, (void)group, refuse(EPERM); }
char *getlogin(void) { return refuse(ENXIO), NULL; }
int getlogin_r(char *name, size_t size) { return (void)name, (void)size, ENXIO; }
int setresuid(uid_t real, uid_t effective, uid_t saved)
{
    return setreuid(real, effective) == 0 ? become(saved) : -1;
}
int setresgid(gid_t real, gid_t effective, gid_t saved)
{
    return setregid(real, effective) == 0 ? become(saved) : -1;
}
int getresuid(uid_t *real, uid_t *effective, uid_t *saved) { return *real = *effective = *saved = ME, 0; }
int getresgid(gid_t *real, gid_t *effective, gid_t *saved) { return *real = *effective = *saved = ME, 0; }
int getgrouplist(const char *name, gid_t group, gid_t *groups, int *count)
{
    int room = *count;
    (void)name;
    *count = 1;
    return room < 1 ? -1 : (groups[0] = group, 1);
}

struct passwd *getpwnam(const char *name) { return (void)name, NULL; }
struct passwd *getpwuid(uid_t id) { return (void)id, NULL; }
struct group *getgrnam(const char *name) { return (void)name, NULL; }
struct group *getgrgid(gid_t id) { return (void)id, NULL; }
void setpwent(void) {}
struct passwd *getpwent(void) { return NULL; }
void endpwent(void) {}
void setgrent(void) {}
struct group *getgrent(void) { return NULL; }
void endgrent(void) {}

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

int getgrnam_r(const char *name, struct group *entry, char *text, size_t size, struct group **found)
{
    (void)name, (void)entry, (void)text, (void)size;
    *found = NULL;
    return 0;
}

int getgrgid_r(gid_t id, struct group *entry, char *text, size_t size, struct group **found)
{
    (void)id, (void)entry, (void)text, (void)size;
    *found = NULL;
    return 0;
}
