/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <ctype.h>
#include <netinet/ether.h>
#include <stdio.h>
#include <stdlib.h>

char *ether_ntoa_r(const struct ether_addr *address, char *text)
{
    const uint8_t *a = address->ether_addr_octet;
    sprintf(text, "%x:%x:%x:%x:%x:%x", a[0], a[1], a[2], a[3], a[4], a[5]);
    return text;
}

char *ether_ntoa(const struct ether_addr *address)
{
    static char text[18];
    return ether_ntoa_r(address, text);
}

/* Reads one or two hexadecimal digits; -1 for none. */
static int number(const char **text)
{
    int value = -1;
    for (int i = 0; i < 2 && isxdigit((unsigned char)**text); i++) {
        char digit[2] = {*(*text)++, '\0'};
        value = (value < 0 ? 0 : 16 * value) + (int)strtol(digit, NULL, 16);
    }
    return value;
}

/* As on Linux, text behind the last number is ignored. */
struct ether_addr *ether_aton_r(const char *text, struct ether_addr *address)
{
    for (int i = 0; i < ETH_ALEN; i++) {
        int part = number(&text);
        if (part < 0 || (i < ETH_ALEN - 1 && *text++ != ':'))
            return NULL;
        address->ether_addr_octet[i] = (uint8_t)part;
    }
    return address;
}

struct ether_addr *ether_aton(const char *text)
{
    static struct ether_addr address;
    return ether_aton_r(text, &address);
}
