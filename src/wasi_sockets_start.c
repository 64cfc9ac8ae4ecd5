/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Runs a program's constructors and destructors once, whichever start-up file (crt1) the C library has. The linker puts
   these functions between that file and main by --wrap=__main_void and --wrap=__original_main.

   Start-up files until 2022 leave constructors to the linker, which then wraps every export in them, cabi_realloc too.
   It does not if an object mentions __wasm_call_ctors, as this one does. */

extern volatile int wasock_constructed;

void __wasm_call_ctors(void);
void __wasm_call_dtors(void);
int __real___main_void(void);
int __real___original_main(void);

static int started(int (*program)(void))
{
    if (wasock_constructed)
        return program();
    __wasm_call_ctors();
    int code = program();
    /* For another code these start-up files call exit, which runs the destructors. */
    if (code == 0)
        __wasm_call_dtors();
    return code;
}

/* An older start-up file calls this one. */
int __wrap___original_main(void)
{
    return started(__real___original_main);
}

int __wrap___main_void(void)
{
    return started(__real___main_void);
}
