// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The reentrant forms: everything inside the caller's buffer, ERANGE when that is too small, numbers without a look-up. */
#include "observe.h"

static char buffer[1024];

static int inside(const void *pointer) { return (const char *)pointer >= buffer && (const char *)pointer < buffer + sizeof buffer; }

int main(void)
{
    struct hostent entry, *found = (void *)buffer;
    int code = 77;
    char text[INET6_ADDRSTRLEN];
    show_int("gethostbyname_r", gethostbyname_r("192.0.2.7", &entry, buffer, sizeof buffer, &found, &code));
    show_yes("found is the entry", found == &entry);
    show("name", "%s", entry.h_name);
    show_yes("all inside the buffer", inside(entry.h_name) && inside(entry.h_addr_list) && inside(entry.h_addr_list[0]) && inside(entry.h_aliases));
    show("address", "%s", inet_ntop(AF_INET, entry.h_addr_list[0], text, sizeof text));
    show_yes("addresses are aligned", (uintptr_t)entry.h_addr_list % sizeof(char *) == 0);
    show("buffer of 4", "%s", errno_name(gethostbyname_r("192.0.2.7", &entry, buffer, 4, &found, &code)));
    show_yes("nothing found", found == NULL);
    memset(buffer, '#', sizeof buffer);
    int small = gethostbyname_r("192.0.2.7", &entry, buffer, 20, &found, &code);
    show("buffer of 20", "%s", errno_name(small));
    show_yes("nothing beyond", buffer[20] == '#');
    show_int("gethostbyname2_r", gethostbyname2_r("2001:db8::7", AF_INET6, &entry, buffer, sizeof buffer, &found, &code));
    show("name", "%s", entry.h_name);
    show("address", "%s", inet_ntop(AF_INET6, entry.h_addr_list[0], text, sizeof text));
    show_int("length", entry.h_length);
    struct hostent other, *second = NULL;
    char room[1024];
    gethostbyname_r("127.0.0.1", &other, room, sizeof room, &second, &code);
    show("the first answer stays", "%s", entry.h_name);
    show("the second", "%s", other.h_name);
    return 0;
}
