// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* inet_pton takes the strict forms only, inet_ntop writes the one canonical text, and room is respected. */
#include "observe.h"

static void v6(const char *text)
{
    struct in6_addr address;
    char back[INET6_ADDRSTRLEN] = "";
    int good = inet_pton(AF_INET6, text, &address);
    show(text, "%d %s", good, good == 1 ? inet_ntop(AF_INET6, &address, back, sizeof back) : "");
}

static void v4(const char *text)
{
    struct in_addr address;
    char back[INET_ADDRSTRLEN] = "";
    int good = inet_pton(AF_INET, text, &address);
    show(text, "%d %s", good, good == 1 ? inet_ntop(AF_INET, &address, back, sizeof back) : "");
}

int main(void)
{
    static const char *const fours[] = {"1.2.3.4", "255.255.255.255", "0.0.0.0", "127.1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.",
                                        "01.2.3.4", "0x1.2.3.4", " 1.2.3.4", "1.2.3.4 ", "", "1.2.3.a", "1..2.3"};
    static const char *const sixes[] = {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:0:0:4:0:0:0:8", "0:0:1::", "2001:DB8::A", "::ffff:1.2.3.4",
                                        "64:ff9b::1.2.3.4", "1:0:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":::",
                                        "12345::", "::g", "::1%1", "1.2.3.4", "", ":", "::1.2.3", "::1.2.3.256", "1:2:3:4:5:6:7::", "fe80::0:1"};
    struct in6_addr loop = in6addr_loopback;
    char room[8] = "#######";
    for (size_t i = 0; i < sizeof fours / sizeof fours[0]; i++)
        v4(fours[i]);
    for (size_t i = 0; i < sizeof sixes / sizeof sixes[0]; i++)
        v6(sixes[i]);
    show_result("pton of an unknown family", inet_pton(12345, "1.2.3.4", &loop));
    show_result("ntop of an unknown family", inet_ntop(12345, &loop, room, sizeof room) ? 0 : -1);
    show_result("ntop without room", inet_ntop(AF_INET6, &loop, room, 3) ? 0 : -1);
    show_yes("nothing beyond", room[3] == '#');
    show_result("ntop with just enough", inet_ntop(AF_INET6, &loop, room, 4) ? 0 : -1);
    show("text", "%s", room);
    show_result("IPv4 without room", inet_ntop(AF_INET, "\1\2\3\4", room, 7) ? 0 : -1);
    return 0;
}
