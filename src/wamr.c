/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The ways to what few programs over wamr need: src/dialect/wamr/hook.rs. Null in a program that does not. No #include: the
   file compiles without a sysroot. */
typedef long serve(int what, int fd, const void *at, unsigned long n, void *out);
typedef int refuse(int fd, int code, int usual);
typedef int bind(int fd, const void *addr);

serve *_Atomic wasock_kept_serve;
static refuse *_Atomic refusal;
static bind *_Atomic bind_keeping_linger;

long wasock_kept(int what, int fd, const void *at, unsigned long n, void *out)
{
    return wasock_kept_serve(what, fd, at, n, out);
}

void wasock_refuse_by(refuse *chosen)
{
    refusal = chosen;
}

void wasock_refuse_at_least_by(refuse *chosen)
{
    refuse *none = 0;
    __c11_atomic_compare_exchange_strong(&refusal, &none, chosen, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

/* The error of a send that the host does not take, 0 if it may be tried. */
int wasock_refusal(int fd, int code, int usual)
{
    refuse *chosen = refusal;
    return chosen ? chosen(fd, code, usual) : usual;
}

void wasock_linger_may_be_on(bind *chosen)
{
    bind_keeping_linger = chosen;
}

int wasock_bind_without_linger(int fd, const void *addr);

int wasock_bind_as_it_is(int fd, const void *addr)
{
    bind *chosen = bind_keeping_linger;
    return chosen ? chosen(fd, addr) : wasock_bind_without_linger(fd, addr);
}
