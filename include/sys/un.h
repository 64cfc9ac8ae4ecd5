/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_SYS_UN_H
#define __WASOCK_SYS_UN_H
#pragma GCC system_header

/* <__struct_sockaddr_un.h> of wasock defines sockaddr_un with sun_path. The C library defines SUN_LEN. */

#include <__wasock.h>
#include_next <sys/un.h>

#endif
