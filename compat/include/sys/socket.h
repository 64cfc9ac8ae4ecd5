/* wasi-libc counts the ways to shut down from 1; programs that write them as numbers count from 0, as on Linux. */
#ifndef COMPAT_SYS_SOCKET_H
#define COMPAT_SYS_SOCKET_H
#pragma GCC system_header

#define shutdown __wasock_own_shutdown
#include_next <sys/socket.h>
#undef shutdown

#undef SHUT_RD
#undef SHUT_WR
#undef SHUT_RDWR
#define SHUT_RD 0
#define SHUT_WR 1
#define SHUT_RDWR 2

#ifdef __cplusplus
extern "C" {
#endif

int shutdown(int, int) __asm__("compat_shutdown");

#ifdef __cplusplus
}
#endif

#endif
