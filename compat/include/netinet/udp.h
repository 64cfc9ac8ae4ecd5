/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The members of struct udphdr by Linux's names and by BSD's. */
#ifndef COMPAT_NETINET_UDP_H
#define COMPAT_NETINET_UDP_H
#pragma GCC system_header

/* The C library would have one half of them as macros, which are in the way of variables with these names. */
#define udphdr __libc_udphdr
#include_next <netinet/udp.h>
#undef udphdr
#undef uh_sport
#undef uh_dport
#undef uh_ulen
#undef uh_sum

struct udphdr {
    __extension__ union {
        struct {
            uint16_t uh_sport, uh_dport, uh_ulen, uh_sum;
        };
        struct {
            uint16_t source, dest, len, check;
        };
    };
};

#endif
