/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Message queues between processes. The program is alone, so every function fails with ENOSYS. */
#ifndef COMPAT_SYS_MSG_H
#define COMPAT_SYS_MSG_H
#pragma GCC system_header

#include <sys/ipc.h>
#include <time.h>

#define MSG_NOERROR 010000

struct msqid_ds {
    struct ipc_perm msg_perm;
    time_t msg_stime, msg_rtime, msg_ctime;
    unsigned long msg_qnum, msg_qbytes;
    pid_t msg_lspid, msg_lrpid;
};

struct msgbuf {
    long mtype;
    char mtext[1];
};

#ifdef __cplusplus
extern "C" {
#endif

int msgget(key_t, int);
int msgsnd(int, const void *, size_t, int);
ssize_t msgrcv(int, void *, size_t, long, int);
int msgctl(int, int, struct msqid_ds *);

#ifdef __cplusplus
}
#endif

#endif
