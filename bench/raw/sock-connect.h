/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The one import sock_connect(ipv4, port): there is no socket before it is connected. */

#include "preview1-data.h"

IMPORT(sock_connect)(uint32_t ipv4, int port, int *fd);

static inline int raw_connect(int *fd, const struct sockaddr *addr)
{
    const struct sockaddr_in *in = (const void *)addr;
    return -(sock_connect(ntohl(in->sin_addr.s_addr), ntohs(in->sin_port), fd) != 0);
}

#define socket(family, kind, protocol) 0
#define connect(fd, addr, len) raw_connect(&(fd), addr)
