/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef COMPAT_SPAWN_H
#define COMPAT_SPAWN_H
#pragma GCC system_header

#include <sys/types.h>

typedef struct {
    int __unused;
} posix_spawnattr_t;
typedef struct {
    int __unused;
} posix_spawn_file_actions_t;

#ifdef __cplusplus
extern "C" {
#endif

/* The host starts no other processes: these return ENOSYS. */
int posix_spawn(pid_t *__restrict, const char *__restrict, const posix_spawn_file_actions_t *,
                const posix_spawnattr_t *__restrict, char *const[], char *const[]);
int posix_spawnp(pid_t *__restrict, const char *__restrict, const posix_spawn_file_actions_t *,
                 const posix_spawnattr_t *__restrict, char *const[], char *const[]);

#ifdef __cplusplus
}
#endif

#endif
