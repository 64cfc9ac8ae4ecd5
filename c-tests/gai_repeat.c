// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Thousands of answers asked for and freed: each list is whole, its addresses aligned, and no memory stays behind. */
#include "observe.h"

int main(void)
{
    int right = 0, aligned = 0, linked = 0, kept_right = 0;
    struct addrinfo *kept[64];
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST};
    for (int i = 0; i < 20000; i++) {
        struct addrinfo *list = NULL;
        char host[32];
        snprintf(host, sizeof host, "127.0.%d.%d", i >> 8 & 255, i & 255);
        require(getaddrinfo(host, "7", &hints, &list) == 0, "getaddrinfo");
        struct sockaddr_in *in = (void *)list->ai_addr;
        right += in->sin_addr.s_addr == htonl(0x7f000000u | (uint32_t)(i & 0xffff)) && in->sin_port == htons(7);
        aligned += (uintptr_t)in % _Alignof(struct sockaddr_in) == 0;
        for (struct addrinfo *a = list; a; a = a->ai_next)
            linked++;
        freeaddrinfo(list);
    }
    show_int("right", right);
    show_int("aligned", aligned);
    show_int("entries", linked);
    for (int i = 0; i < 64; i++) {
        char port[8];
        snprintf(port, sizeof port, "%d", i);
        require(getaddrinfo("::1", port, &hints, &kept[i]) == 0, "getaddrinfo");
    }
    for (int i = 63; i >= 0; i--) {
        struct sockaddr_in6 *in6 = (void *)kept[i]->ai_addr;
        kept_right += ntohs(in6->sin6_port) == i && IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
        freeaddrinfo(kept[i]);
    }
    show_int("right of those that were kept", kept_right);
    return 0;
}
