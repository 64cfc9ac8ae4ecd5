#include <net/if_arp.h>
