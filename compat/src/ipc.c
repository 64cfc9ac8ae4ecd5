/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Communication between processes, System V's and POSIX's. The program is alone. */
#include <mqueue.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include "refuse.h"

key_t ftok(const char *path, int id)
{
    struct stat it;
    if (stat(path, &it) != 0)
        return -1;
    return (key_t)((it.st_ino & 0xffff) | (it.st_dev & 0xff) << 16 | (uint64_t)(id & 0xff) << 24);
}

int shmget(key_t key, size_t size, int flags) { return (void)key, (void)size, (void)flags, refuse(ENOSYS); }
void *shmat(int id, const void *at, int flags) { return (void)id, (void)at, (void)flags, (void *)(intptr_t)refuse(ENOSYS); }
int shmdt(const void *at) { return (void)at, refuse(ENOSYS); }
int shmctl(int id, int command, struct shmid_ds *it) { return (void)id, (void)command, (void)it, refuse(ENOSYS); }
int semget(key_t key, int count, int flags) { return (void)key, (void)count, (void)flags, refuse(ENOSYS); }
int semop(int id, struct sembuf *what, size_t count) { return (void)id, (void)what, (void)count, refuse(ENOSYS); }
int semctl(int id, int number, int command, ...) { return (void)id, (void)number, (void)command, refuse(ENOSYS); }
int msgget(key_t key, int flags) { return (void)key, (void)flags, refuse(ENOSYS); }
int msgsnd(int id, const void *it, size_t size, int flags)
{
    return (void)id, (void)it, (void)size, (void)flags, refuse(ENOSYS);
}
ssize_t msgrcv(int id, void *it, size_t size, long type, int flags)
{
    return (void)id, (void)it, (void)size, (void)type, (void)flags, refuse(ENOSYS);
}
int msgctl(int id, int command, struct msqid_ds *it) { return (void)id, (void)command, (void)it, refuse(ENOSYS); }

mqd_t mq_open(const char *name, int flags, ...) { return (void)name, (void)flags, refuse(ENOSYS); }
int mq_unlink(const char *name) { return (void)name, refuse(ENOSYS); }
/* No queue is ever open. */
int mq_close(mqd_t queue) { return (void)queue, refuse(EBADF); }
int mq_getattr(mqd_t queue, struct mq_attr *it) { return (void)queue, (void)it, refuse(EBADF); }
int mq_setattr(mqd_t queue, const struct mq_attr *it, struct mq_attr *old)
{
    return (void)queue, (void)it, (void)old, refuse(EBADF);
}
int mq_notify(mqd_t queue, const struct sigevent *how) { return (void)queue, (void)how, refuse(EBADF); }
int mq_send(mqd_t queue, const char *data, size_t size, unsigned priority)
{
    return (void)queue, (void)data, (void)size, (void)priority, refuse(EBADF);
}
ssize_t mq_receive(mqd_t queue, char *data, size_t size, unsigned *priority)
{
    return (void)queue, (void)data, (void)size, (void)priority, refuse(EBADF);
}

int shm_open(const char *name, int flags, mode_t mode) { return (void)name, (void)flags, (void)mode, refuse(ENOSYS); }
int shm_unlink(const char *name) { return (void)name, refuse(ENOSYS); }
