// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The name of the loopback address; what exactly it is called is the machine's business, that it has one is not.
 * @netns
 */
#include "observe.h"

int main(void)
{
    struct in_addr here = {htonl(INADDR_LOOPBACK)};
    struct hostent *host = gethostbyaddr(&here, sizeof here, AF_INET), entry, *found = NULL;
    char buffer[2048];
    int code = -1;
    show_yes("an answer", host != NULL);
    require(host != NULL, "gethostbyaddr");
    show_yes("with a name", host->h_name != NULL && host->h_name[0] != 0);
    show("kind", "%s, %d bytes", family_name(host->h_addrtype), host->h_length);
    show_yes("the address asked for", memcmp(host->h_addr_list[0], &here, sizeof here) == 0);
    show_int("gethostbyaddr_r", gethostbyaddr_r(&here, sizeof here, AF_INET, &entry, buffer, sizeof buffer, &found, &code));
    show_yes("found is the entry", found == &entry);
    show_yes("the same name", strcmp(entry.h_name, gethostbyaddr(&here, sizeof here, AF_INET)->h_name) == 0);
    show("buffer of 8", "%s", errno_name(gethostbyaddr_r(&here, sizeof here, AF_INET, &entry, buffer, 8, &found, &code)));
    return 0;
}
