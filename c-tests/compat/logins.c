// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The databases of logins: searches that find nobody, and a descriptor that is no terminal. */
#include "../observe.h"
#include <utmp.h>
#include <utmpx.h>

int main(void)
{
    struct utmpx wanted = {.ut_type = USER_PROCESS, .ut_line = "no such line", .ut_id = "none"};
    struct utmp also = {.ut_type = DEAD_PROCESS, .ut_line = "no such line", .ut_id = "none"};
    setutxent();
    show_yes("getutxline", getutxline(&wanted) == NULL);
    setutxent();
    show_yes("getutxid", getutxid(&wanted) == NULL);
    endutxent();
    setutent();
    show_yes("getutline", getutline(&also) == NULL);
    endutent();
    show_yes("room for names", sizeof also.ut_user == UT_NAMESIZE && sizeof also.ut_host == UT_HOSTSIZE);
    also.ut_time = 5;
    show_yes("BSD's names", also.ut_tv.tv_sec == 5 && also.ut_name[0] == 0 && also.ut_xtime == 5);
    show_int("logout", logout("no such line"));
    show_result("login_tty", login_tty(socket(AF_INET, SOCK_DGRAM, 0)));
    return 0;
}
