// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* One look-up of a name with as many addresses as the argument says. */
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
    int wanted = argc > 1 ? atoi(argv[1]) : 0, count = 0;
    if (getaddrinfo("many.example", "80", &hints, &list) != 0)
        return 2;
    for (struct addrinfo *entry = list; entry; entry = entry->ai_next)
        count++;
    freeaddrinfo(list);
    return count == wanted ? 0 : 1;
}
