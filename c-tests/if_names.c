// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Interfaces by name and number where there is none but loopback: unknown ones are refused with ENODEV or ENXIO.
 * @netns
 */
#include "observe.h"
#include <net/if.h>

int main(void)
{
    char name[IF_NAMESIZE] = "untouched";
    errno = 0;
    unsigned index = if_nametoindex("nosuch0");
    show("unknown name", "%u %s", index, errno_name(errno));
    errno = 0;
    index = if_nametoindex("");
    show("empty name", "%u %s", index, errno_name(errno));
    errno = 0;
    char *found = if_indextoname(9999, name);
    show("unknown number", "%s %s", found ? found : "nothing", errno_name(errno));
    errno = 0;
    found = if_indextoname(0, name);
    show("number 0", "%s %s", found ? found : "nothing", errno_name(errno));
    show_int("IF_NAMESIZE", IF_NAMESIZE);
    return 0;
}
