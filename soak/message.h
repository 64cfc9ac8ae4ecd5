/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What client and server of the load test say to each other. Numbers are in the byte order of both. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdint.h>

#define MOST_BYTES 2048
/* A request of this length ends the server. */
#define END 0xffffffffu

/* Before the bytes of a request, and of its answer. */
struct head {
    uint32_t length;
    uint32_t connection;
    uint32_t sequence;
    /* Of the request's bytes; only the answer tells it. */
    uint32_t sum;
};

static inline uint32_t sum_of(const unsigned char *bytes, uint32_t length)
{
    uint32_t sum = 2166136261u;
    for (uint32_t i = 0; i < length; i++)
        sum = (sum ^ bytes[i]) * 16777619u;
    return sum;
}

/* What the server makes of a byte. */
static inline unsigned char answered(unsigned char byte) { return (unsigned char)(byte ^ 0x5a); }

#endif
