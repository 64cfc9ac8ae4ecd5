// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Details of glibc that sources rely on: errno declared by the program, what <stdlib.h> has of <sys/wait.h>, the
   kernel's headers, and packets' members by Linux's names without _GNU_SOURCE. */
#undef _GNU_SOURCE
#define _DEFAULT_SOURCE
#include "../observe.h"
#include <asm/types.h>
#include <linux/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stddef.h>
#include <sys/syscall.h>

static void by_hand(void)
{
    extern int errno;
    errno = EDOM;
    show("errno", "%s", errno_name(errno));
    show_result("close", close(-1));
}

static void status(int it)
{
    show("status", "%x: %d %d %d %d", (unsigned)it, WIFEXITED(it) ? WEXITSTATUS(it) : -1, WIFSIGNALED(it) ? WTERMSIG(it) : -1,
         WIFSTOPPED(it) ? WSTOPSIG(it) : -1, WNOHANG | WUNTRACED);
}

static void packets(void)
{
    show("tcphdr", "%zu: %zu %zu, %zu %zu", sizeof(struct tcphdr), offsetof(struct tcphdr, th_dport),
         offsetof(struct tcphdr, dest), offsetof(struct tcphdr, th_sum), offsetof(struct tcphdr, check));
    show("udphdr", "%zu: %zu %zu, %zu %zu", sizeof(struct udphdr), offsetof(struct udphdr, uh_dport),
         offsetof(struct udphdr, dest), offsetof(struct udphdr, uh_sum), offsetof(struct udphdr, check));
    show("iphdr", "%zu: %zu %zu", sizeof(struct iphdr), offsetof(struct iphdr, ttl), offsetof(struct iphdr, daddr));
    show("the kernel's", "%zu %zu %zu %d", sizeof(__u8), sizeof(__be16), sizeof(__u32), AF_PACKET);
}

int main(void)
{
    by_hand();
    status(0x300);
    status(11);
    status(0x137f);
    show_yes("the thread is the process", syscall(SYS_gettid) == getpid());
    packets();
    return 0;
}
