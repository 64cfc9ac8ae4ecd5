/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_NETINET_IN_H
#define __WASOCK_NETINET_IN_H
#pragma GCC system_header

/* POSIX.1-2024 <netinet/in.h>. wasock's <__struct_*.h> define the structures. The C library defines the options of
   IPPROTO_IP and IPPROTO_IPV6, with Linux's numbers. */

#include <__wasock.h>
#include <__wasock_byte_order.h>
#include_next <netinet/in.h>

/* The C library's initialisers are for its in6_addr, which has no union. */
#undef IN6ADDR_ANY_INIT
#define IN6ADDR_ANY_INIT { { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 } } }
#undef IN6ADDR_LOOPBACK_INIT
#define IN6ADDR_LOOPBACK_INIT { { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } } }

/* Protocol numbers of IP headers. */
#ifndef IPPROTO_IGMP
#define IPPROTO_IGMP 2
#endif
#ifndef IPPROTO_GRE
#define IPPROTO_GRE 47
#endif
#ifndef IPPROTO_ESP
#define IPPROTO_ESP 50
#endif
#ifndef IPPROTO_AH
#define IPPROTO_AH 51
#endif
#ifndef IPPROTO_ICMPV6
#define IPPROTO_ICMPV6 58
#endif
#ifndef IPPROTO_SCTP
#define IPPROTO_SCTP 132
#endif
#ifndef IPPROTO_UDPLITE
#define IPPROTO_UDPLITE 136
#endif

#endif
