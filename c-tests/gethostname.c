// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* gethostname: a name, ended by 0; too little room is an error. */
#include "observe.h"

int main(void)
{
    char name[256], little[1];
    memset(name, '#', sizeof name);
    show_result("gethostname", gethostname(name, sizeof name));
    show_yes("a name", name[0] != 0 && memchr(name, 0, sizeof name) != NULL);
    char again[256];
    gethostname(again, sizeof again);
    show_yes("the same again", strcmp(name, again) == 0);
    show_result("room for one byte", gethostname(little, sizeof little));
    return 0;
}
