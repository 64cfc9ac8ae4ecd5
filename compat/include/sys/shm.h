/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Memory that processes share. The program is alone, so every function fails with ENOSYS. */
#ifndef COMPAT_SYS_SHM_H
#define COMPAT_SYS_SHM_H
#pragma GCC system_header

#include <sys/ipc.h>
#include <time.h>

#define SHM_R 0400
#define SHM_W 0200
#define SHM_RDONLY 010000
#define SHM_RND 020000

struct shmid_ds {
    struct ipc_perm shm_perm;
    size_t shm_segsz;
    time_t shm_atime, shm_dtime, shm_ctime;
    pid_t shm_cpid, shm_lpid;
    unsigned long shm_nattch;
};

#ifdef __cplusplus
extern "C" {
#endif

int shmget(key_t, size_t, int);
void *shmat(int, const void *, int);
int shmdt(const void *);
int shmctl(int, int, struct shmid_ds *);

#ifdef __cplusplus
}
#endif

#endif
