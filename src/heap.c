/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Memory: the C library's heap, or in a program that links none a small one (src/memory/heap.rs). No #include: the file
   compiles without a sysroot. */

typedef __SIZE_TYPE__ size_t;

enum { PAGE = 65536, ALIGN = 8 };

/* Weak, so that the library alone does not link the C library's heap, which is larger than most of its programs. */
__attribute__((weak)) void *malloc(size_t size);
__attribute__((weak)) void free(void *memory);

/* A free block, or the head of one in use, in front of its bytes. */
struct block {
    size_t size;
    struct block *next;
};

/* Free blocks in the order of their addresses. No lock: programs with threads have malloc. */
static struct block *first_free;

static void *end_of(struct block *block)
{
    return (char *)block + block->size;
}

/* Joins two adjacent blocks. */
static void join(struct block *block)
{
    struct block *next = block->next;
    /* The end of all memory is null, too. */
    if (!next || end_of(block) != next)
        return;
    block->size += next->size;
    block->next = next->next;
}

static void give(struct block *block)
{
    struct block head = {0, first_free}, *before = &head;
    while (before->next && before->next < block)
        before = before->next;
    block->next = before->next;
    before->next = block;
    join(block);
    if (before != &head)
        join(before);
    first_free = head.next;
}

static struct block *take(size_t size)
{
    for (struct block **at = &first_free, *block; (block = *at); at = &block->next) {
        if (block->size < size)
            continue;
        struct block *rest = (void *)((char *)block + size);
        if (block->size - size < sizeof *rest) {
            *at = block->next;
        } else {
            rest->size = block->size - size;
            rest->next = block->next;
            *at = rest;
            block->size = size;
        }
        return block;
    }
    return 0;
}

/* Adds whole pages; returns whether the host had some. */
static int grow(size_t size)
{
    size_t pages = (size + PAGE - 1) / PAGE, page = __builtin_wasm_memory_grow(0, pages);
    if (page == (size_t)-1)
        return 0;
    struct block *block = (void *)(page * PAGE);
    block->size = pages * PAGE;
    give(block);
    return 1;
}

void *wasock_allocate(size_t size)
{
    if (malloc)
        return malloc(size);
    if (size > (size_t)-1 - 2 * PAGE)
        return 0;
    size = (sizeof(struct block) + size + ALIGN - 1) & -(size_t)ALIGN;
    struct block *block;
    while (!(block = take(size)))
        if (!grow(size))
            return 0;
    return block + 1;
}

void wasock_give_back(void *memory)
{
    if (free)
        free(memory);
    else if (memory)
        give((struct block *)memory - 1);
}
