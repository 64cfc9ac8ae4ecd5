/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_NET_ETHERNET_H
#define COMPAT_NET_ETHERNET_H
#pragma GCC system_header

#include <stdint.h>
#include <sys/types.h>

#define ETH_ALEN 6
#define ETH_HLEN 14
#define ETH_ZLEN 60
#define ETH_DATA_LEN 1500
#define ETH_FRAME_LEN 1514
#define ETHER_ADDR_LEN ETH_ALEN
#define ETHER_TYPE_LEN 2
#define ETHER_CRC_LEN 4
#define ETHER_HDR_LEN ETH_HLEN
#define ETHER_MIN_LEN (ETH_ZLEN + ETHER_CRC_LEN)
#define ETHER_MAX_LEN (ETH_FRAME_LEN + ETHER_CRC_LEN)
#define ETHERMTU ETH_DATA_LEN

#define ETHERTYPE_IP 0x0800
#define ETHERTYPE_ARP 0x0806
#define ETHERTYPE_REVARP 0x8035
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_IPV6 0x86dd
#define ETHERTYPE_LOOPBACK 0x9000
#define ETH_P_ALL 0x0003
#define ETH_P_IP ETHERTYPE_IP
#define ETH_P_ARP ETHERTYPE_ARP
#define ETH_P_RARP ETHERTYPE_REVARP
#define ETH_P_8021Q ETHERTYPE_VLAN
#define ETH_P_IPV6 ETHERTYPE_IPV6

struct ether_addr {
    uint8_t ether_addr_octet[ETH_ALEN];
} __attribute__((__packed__));

struct ether_header {
    uint8_t ether_dhost[ETH_ALEN], ether_shost[ETH_ALEN];
    uint16_t ether_type;
} __attribute__((__packed__));

struct ethhdr {
    uint8_t h_dest[ETH_ALEN], h_source[ETH_ALEN];
    uint16_t h_proto;
} __attribute__((__packed__));

#endif
