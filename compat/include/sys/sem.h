/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Semaphores between processes. The program is alone, so every function fails with ENOSYS. */
#ifndef COMPAT_SYS_SEM_H
#define COMPAT_SYS_SEM_H
#pragma GCC system_header

#include <sys/ipc.h>
#include <time.h>

#define SEM_UNDO 0x1000
#define GETPID 11
#define GETVAL 12
#define GETALL 13
#define GETNCNT 14
#define GETZCNT 15
#define SETVAL 16
#define SETALL 17

struct semid_ds {
    struct ipc_perm sem_perm;
    time_t sem_otime, sem_ctime;
    unsigned long sem_nsems;
};

struct sembuf {
    unsigned short sem_num;
    short sem_op, sem_flg;
};

#ifdef __cplusplus
extern "C" {
#endif

int semget(key_t, int, int);
int semop(int, struct sembuf *, size_t);
int semctl(int, int, int, ...);

#ifdef __cplusplus
}
#endif

#endif
