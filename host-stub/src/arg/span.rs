// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Arguments of more than one record: buffers, texts, arrays.

use std::ops::Range;

use wasmi::ValType;

use super::{Arg, Shape, Values, next_u32};
use crate::errno::Errno;
use crate::memory::{Memory, total};

/// A pointer to memory whose size the function itself determines and checks.
#[derive(Clone, Copy)]
pub struct Address(pub u32);

impl Arg for Address {
    const TYPES: &'static [ValType] = &[ValType::I32];
    const SHAPES: &'static [Shape] = &[Shape::Area];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values)))
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        Some(format!("{:#x}", self.0))
    }
}

/// Pointer and length of a buffer to write to; the trace shows the length under the buffer's name.
#[derive(Clone, Copy)]
pub struct Buffer {
    /// Where it starts.
    pub ptr: u32,
    /// Its bytes.
    pub len: u32,
}

impl Arg for Buffer {
    const TYPES: &'static [ValType] = &[ValType::I32, ValType::I32];
    const SHAPES: &'static [Shape] = &[Shape::Area, Shape::Length];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        Ok(Self { ptr: next_u32(values), len: next_u32(values) })
    }
    fn check(self, memory: &Memory<'_>) -> Result<(), Errno> {
        memory.bytes(self.ptr, self.len).map(drop)
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        Some(format!("[{}]", self.len))
    }
}

/// The longest path, including the host's NUL (`PATH_MAX`).
const MAX_TEXT: u32 = 4096;

/// Pointer and length of a path or another text in UTF-8.
#[derive(Clone, Copy)]
pub struct Text(Buffer);

impl Text {
    /// The text; `EILSEQ` if it is not UTF-8, `EINVAL` if it contains a NUL, `ENAMETOOLONG` as on Linux.
    pub fn load<'m>(self, memory: &'m Memory<'_>) -> Result<&'m str, Errno> {
        if self.0.len >= MAX_TEXT {
            return Err(Errno::ENAMETOOLONG);
        }
        let text = std::str::from_utf8(memory.bytes(self.0.ptr, self.0.len)?).map_err(|_| Errno::EILSEQ)?;
        if text.contains('\0') { Err(Errno::EINVAL) } else { Ok(text) }
    }
}

impl Arg for Text {
    const TYPES: &'static [ValType] = Buffer::TYPES;
    const SHAPES: &'static [Shape] = &[Shape::Text, Shape::Length];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        Buffer::take(values).map(Self)
    }
    fn check(self, memory: &Memory<'_>) -> Result<(), Errno> {
        self.0.check(memory)
    }
    fn show(self, memory: &Memory<'_>) -> Option<String> {
        let bytes = memory.bytes(self.0.ptr, self.0.len.min(MAX_TEXT)).ok()?;
        Some(format!("{:?}", String::from_utf8_lossy(bytes)))
    }
}

/// Pointer to a NUL-terminated string.
#[derive(Clone, Copy)]
pub struct CString(u32);

impl CString {
    /// The text; `EILSEQ` when it is not UTF-8.
    pub fn load<'m>(self, memory: &'m Memory<'_>) -> Result<&'m str, Errno> {
        std::str::from_utf8(memory.c_string(self.0)?).map_err(|_| Errno::EILSEQ)
    }
}

impl Arg for CString {
    const TYPES: &'static [ValType] = &[ValType::I32];
    const SHAPES: &'static [Shape] = &[Shape::Text];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values)))
    }
    fn check(self, memory: &Memory<'_>) -> Result<(), Errno> {
        memory.c_string(self.0).map(drop)
    }
    fn show(self, memory: &Memory<'_>) -> Option<String> {
        let bytes = memory.c_string(self.0).ok()?;
        Some(format!("{:?}", String::from_utf8_lossy(bytes)))
    }
}

/// Pointer to an array of iovec, and their number; the trace shows how many bytes they hold.
#[derive(Clone, Copy)]
pub struct Iovecs {
    ptr: u32,
    count: u32,
}

impl Iovecs {
    /// The buffers, each of them checked; more than `most` are `EINVAL`.
    pub fn load(self, memory: &Memory<'_>, most: usize) -> Result<Vec<Range<usize>>, Errno> {
        if self.count as usize > most {
            return Err(Errno::EINVAL);
        }
        memory.iovecs(self.ptr, self.count)
    }
}

impl Arg for Iovecs {
    const TYPES: &'static [ValType] = Buffer::TYPES;
    const SHAPES: &'static [Shape] = &[Shape::Iovecs, Shape::Length];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        Ok(Self { ptr: next_u32(values), count: next_u32(values) })
    }
    fn show(self, memory: &Memory<'_>) -> Option<String> {
        let bytes = memory.iovecs(self.ptr, self.count).map(|buffers| total(&buffers));
        Some(bytes.map_or_else(|_| format!("{:#x}", self.ptr), |bytes| format!("[{bytes}]")))
    }
}
