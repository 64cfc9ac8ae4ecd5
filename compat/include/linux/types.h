/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The kernel's names of integers. */
#ifndef COMPAT_LINUX_TYPES_H
#define COMPAT_LINUX_TYPES_H
#pragma GCC system_header

#include <stdint.h>

typedef uint8_t __u8;
typedef uint16_t __u16, __be16, __le16;
typedef uint32_t __u32, __be32, __le32;
typedef uint64_t __u64, __be64, __le64;
typedef int8_t __s8;
typedef int16_t __s16;
typedef int32_t __s32;
typedef int64_t __s64;

#endif
