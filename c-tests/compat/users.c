// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Users and groups: of oneself, and of those that are not there. */
#include "../observe.h"
#include <grp.h>
#include <pwd.h>

int main(void)
{
    struct passwd user, *found_user = &user;
    struct group group, *found_group = &group;
    uid_t real, effective, saved;
    gid_t groups[4];
    char text[1024];
    int count = 4;
    errno = 0;
    show_yes("getpwnam", getpwnam("no such user") == NULL);
    show_yes("getpwuid", getpwuid(0x3fffffff) == NULL);
    show_yes("getgrnam", getgrnam("no such group") == NULL);
    show_yes("getgrgid", getgrgid(0x3fffffff) == NULL);
    show_int("getpwnam_r", getpwnam_r("no such user", &user, text, sizeof text, &found_user));
    show_yes("  none", found_user == NULL);
    show_int("getgrnam_r", getgrnam_r("no such group", &group, text, sizeof text, &found_group));
    show_yes("  none", found_group == NULL);
    show_yes("real and effective", getuid() == geteuid() && getgid() == getegid());
    show_result("setuid", setuid(getuid()));
    show_result("setgid", setgid(getgid()));
    show_result("setreuid", setreuid((uid_t)-1, getuid()));
    show_result("getresuid", getresuid(&real, &effective, &saved));
    show_yes("  all the same", real == getuid() && effective == getuid() && saved == getuid());
    show_result("getgrouplist", getgrouplist("no such user", 77, groups, &count));
    show_yes("  the one group", count == 1 && groups[0] == 77);
    setpwent();
    endpwent();
    setgrent();
    endgrent();
    return 0;
}
