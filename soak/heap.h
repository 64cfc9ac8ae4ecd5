/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Counts what the program and the library take from the heap: link with WRAP_HEAP, the flags that put these functions
 * before the C library's. */
#ifndef HEAP_H
#define HEAP_H

#include <stddef.h>

static long heap_calls, heap_held;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *ptr);

static inline void *taken(void *ptr)
{
    heap_calls++;
    heap_held += ptr != NULL;
    return ptr;
}

void *__wrap_malloc(size_t size) { return taken(__real_malloc(size)); }
void *__wrap_calloc(size_t count, size_t size) { return taken(__real_calloc(count, size)); }

void *__wrap_realloc(void *old, size_t size)
{
    return old != NULL ? __real_realloc(old, size) : taken(__real_realloc(old, size));
}

void __wrap_free(void *ptr)
{
    heap_held -= ptr != NULL;
    __real_free(ptr);
}

/* The linear memory, in pages of 64 KiB. */
static inline size_t heap_pages(void)
{
#ifdef __wasm__
    return __builtin_wasm_memory_size(0);
#else
    return 0;
#endif
}

#endif
