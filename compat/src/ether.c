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

struct ether_addr *ether_aton_r(const char *text, struct ether_addr *address)
{
    struct ether_addr read;
    for (int i = 0; i < ETH_ALEN; i++) {
        char *end;
        unsigned long part = strtoul(text, &end, 16);
        if (end == text || part > 0xff || *end != (i < ETH_ALEN - 1 ? ':' : '\0'))
            return NULL;
        read.ether_addr_octet[i] = (uint8_t)part;
        text = end + 1;
    }
    *address = read;
    return address;
}

struct ether_addr *ether_aton(const char *text)
{
    static struct ether_addr address;
    return ether_aton_r(text, &address);
}
