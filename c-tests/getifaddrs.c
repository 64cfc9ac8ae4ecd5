// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* getifaddrs where there is only loopback: its two addresses, its name and its flags.
 * @netns
 */
#include "observe.h"
#include <ifaddrs.h>
#include <net/if.h>

int main(void)
{
    struct ifaddrs *list = NULL;
    int v4 = 0, v6 = 0, others = 0;
    show_result("getifaddrs", getifaddrs(&list));
    for (struct ifaddrs *one = list; one; one = one->ifa_next) {
        require(one->ifa_name != NULL, "a name");
        if (!one->ifa_addr)
            continue;
        if (one->ifa_addr->sa_family == AF_INET) {
            show(one->ifa_name, "%s", one->ifa_flags & IFF_LOOPBACK ? "loopback" : "something else");
            show_address("  address", one->ifa_addr);
            v4++;
        } else if (one->ifa_addr->sa_family == AF_INET6) {
            show(one->ifa_name, "%s", one->ifa_flags & IFF_UP ? "up" : "down");
            show_address("  address", one->ifa_addr);
            v6++;
        } else {
            others += strcmp(one->ifa_name, "lo") != 0;
        }
    }
    show("addresses", "%d and %d", v4, v6);
    show_int("other interfaces", others);
    freeifaddrs(list);
    return 0;
}
