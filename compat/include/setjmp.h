/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* A jump needs WebAssembly's exceptions. A program that is compiled with them uses the C library's functions. Without them
   setjmp returns 0, and longjmp writes a message and ends the program. */
#ifndef COMPAT_SETJMP_H
#define COMPAT_SETJMP_H
#pragma GCC system_header

#if defined(__wasm_exception_handling__) && __has_include(<__wasi_snapshot.h>)
#include_next <setjmp.h>
#else

typedef struct {
    int unused;
} jmp_buf[1];
typedef jmp_buf sigjmp_buf;

#ifdef __cplusplus
extern "C" {
#endif

int setjmp(jmp_buf);
int _setjmp(jmp_buf);
int sigsetjmp(sigjmp_buf, int);
void longjmp(jmp_buf, int) __attribute__((__noreturn__));
void _longjmp(jmp_buf, int) __attribute__((__noreturn__));
void siglongjmp(sigjmp_buf, int) __attribute__((__noreturn__));

#ifdef __cplusplus
}
#endif

#define setjmp(buf) setjmp(buf)

#endif

#endif
