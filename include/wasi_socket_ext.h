/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The name of WAMR's own header. A source that includes it gets wasock's headers, which declare the same functions under
   their POSIX names, for every runtime. */
#ifndef __WASOCK_WASI_SOCKET_EXT_H
#define __WASOCK_WASI_SOCKET_EXT_H
#pragma GCC system_header

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>

#endif
