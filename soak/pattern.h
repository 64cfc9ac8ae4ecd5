/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What both ends of a transfer know: the byte at every position, and how a connection begins. */
#ifndef PATTERN_H
#define PATTERN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Largest block of one call. */
#define BLOCK 65536
/* A prime: bytes that are lost or come twice show, unless they are a multiple of it. */
#define PERIOD 1048573

/* What a connection is for; the peer does the other half. */
enum { UP = 1, DOWN, BOTH };
#define MAGIC 0x6b6f7361u

struct request {
    uint32_t magic;
    uint32_t mode;
    /* Which transfer it goes on with, after a reset. */
    uint64_t id;
    uint64_t total;
    /* DOWN and BOTH: how far it has come already. */
    uint64_t done;
};

static unsigned char pattern[PERIOD + BLOCK];

static inline void make_pattern(void)
{
    uint32_t state = 1;
    for (size_t i = 0; i < PERIOD; i++) {
        state = state * 1664525u + 1013904223u;
        pattern[i] = (unsigned char)(state >> 24);
    }
    memcpy(pattern + PERIOD, pattern, BLOCK);
}

/* The bytes from this position on, BLOCK of them. */
static inline unsigned char *pattern_at(uint64_t position) { return pattern + position % PERIOD; }

/* Whether these are the bytes that belong at the position. */
static inline int is_pattern(const unsigned char *bytes, size_t length, uint64_t position)
{
    const unsigned char *want = pattern_at(position);
    uint64_t differs = 0, a, b;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        memcpy(&a, bytes + i, 8);
        memcpy(&b, want + i, 8);
        differs |= a ^ b;
    }
    for (; i < length; i++)
        differs |= (uint64_t)(bytes[i] ^ want[i]);
    return differs == 0;
}

/* Chance, the same in every run. */
static inline uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

#endif
