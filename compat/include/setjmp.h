/* A jump needs WebAssembly's exceptions, which the runtimes lack: the point is set, and jumping there ends the program. */
#ifndef COMPAT_SETJMP_H
#define COMPAT_SETJMP_H
#pragma GCC system_header

typedef struct {
    int unused;
} jmp_buf[1];
typedef jmp_buf sigjmp_buf;

#ifdef __cplusplus
extern "C" {
#endif

int setjmp(jmp_buf);
_Noreturn void longjmp(jmp_buf, int);
_Noreturn void siglongjmp(sigjmp_buf, int);
int sigsetjmp(sigjmp_buf, int);

#ifdef __cplusplus
}
#endif

#define setjmp(buf) setjmp(buf)

#endif
