/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

int(setjmp)(jmp_buf buf) { return (void)buf, 0; }
int _setjmp(jmp_buf buf) { return (void)buf, 0; }
int sigsetjmp(sigjmp_buf buf, int save) { return (void)buf, (void)save, 0; }

void longjmp(jmp_buf buf, int value)
{
    (void)buf;
    fprintf(stderr, "longjmp with %d: the program was not compiled for WebAssembly's exceptions\n", value);
    abort();
}

void _longjmp(jmp_buf buf, int value) { longjmp(buf, value); }
void siglongjmp(sigjmp_buf buf, int value) { longjmp(buf, value); }
