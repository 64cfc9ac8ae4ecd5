#ifndef __WASOCK_SYS_UN_H
#define __WASOCK_SYS_UN_H
#pragma GCC system_header

/* sockaddr_un with sun_path comes through the overlay's __struct_sockaddr_un.h; SUN_LEN is the sysroot's. */

#include <__wasock.h>
#include_next <sys/un.h>

#endif
