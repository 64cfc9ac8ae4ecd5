/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What only C can say over the dialect wasi-sockets. No #include: the file compiles without a sysroot. */

typedef __SIZE_TYPE__ size_t;

enum { PAGE = 65536 };

/* Memory that needs no heap, or null: src/dialect/wasi_sockets/realloc.rs. */
void *wasock_lent(const void *old, size_t align, size_t size);

/* Weak: a program that uses no heap links none. */
__attribute__((weak)) void *realloc(void *old, size_t size);

__attribute__((weak)) void free(void *memory);

/* Frees what came from cabi_realloc and was not lent. */
void wasock_free(void *memory)
{
    if (free)
        free(memory);
}

/* Whole pages, which never become free. Without a heap only the adapter for preview 1 asks for memory, once. */
static void *pages(const void *old, size_t old_size, size_t size)
{
    size_t first = __builtin_wasm_memory_grow(0, size / PAGE + (size % PAGE != 0));
    if (first == (size_t)-1)
        return 0;
    char *memory = (char *)(first * PAGE);
    for (size_t i = 0; i < old_size; i++)
        memory[i] = ((const char *)old)[i];
    return memory;
}

/* Where the host puts a list that it returns. No failure can be reported: the host would write to a null pointer. */
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size)
{
    void *memory = wasock_lent(old, align, size);
    if (!memory)
        memory = realloc ? realloc(old, size) : pages(old, old_size, size);
    if (!memory)
        __builtin_trap();
    return memory;
}

/* The backtrace of a program that was linked wrongly shows this name. */
__attribute__((noinline)) static void wasock_program_was_linked_without_wrap_main(void)
{
    __builtin_trap();
}

/* Volatile, or the compiler sets it beforehand. */
volatile int wasock_constructed;

/* With a start-up file like that of wasi-libc's 2022 the linker wraps every export: each call of cabi_realloc runs all
   constructors again, and all destructors, which call the host at a moment when no one may. src/wasi_sockets_start.c
   prevents that, if the program is linked as the documentation says. */
__attribute__((constructor)) static void construct(void)
{
    if (wasock_constructed)
        wasock_program_was_linked_without_wrap_main();
    wasock_constructed = 1;
}
