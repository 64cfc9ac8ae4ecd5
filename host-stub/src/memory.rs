// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The guest's linear memory. Every access is checked in 64-bit arithmetic; one outside the memory fails with `EFAULT`.

use std::io::{IoSlice, IoSliceMut};
use std::ops::Range;

use crate::errno::Errno;

/// Most entries of one iovec array, as on Linux (`IOV_MAX`).
const MAX_IOVECS: u32 = 1024;
/// Most bytes of one call: more does not fit the guest's `ssize_t`.
const MAX_BYTES: u64 = i32::MAX as u64;
/// The longest C string, including its NUL.
const MAX_STRING: usize = 4096;

/// A value with a fixed layout in guest memory; numbers are little-endian.
pub trait Record: Sized {
    /// Its size in bytes.
    const SIZE: u32;
    /// Its alignment.
    const ALIGN: u32;
    /// Reads it from exactly `SIZE` bytes; `EINVAL`, or the ABI's error, for an invalid value.
    fn load(bytes: &[u8]) -> Result<Self, Errno>;
    /// Writes it to exactly `SIZE` bytes.
    fn store(&self, bytes: &mut [u8]) -> Result<(), Errno>;
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Record for $number {
            const SIZE: u32 = size_of::<$number>() as u32;
            const ALIGN: u32 = Self::SIZE;
            fn load(bytes: &[u8]) -> Result<Self, Errno> {
                Ok(Self::from_le_bytes(bytes.try_into().map_err(|_| Errno::EFAULT)?))
            }
            fn store(&self, bytes: &mut [u8]) -> Result<(), Errno> {
                bytes.copy_from_slice(&self.to_le_bytes());
                Ok(())
            }
        }
    )*};
}
numbers! { u8 u16 u32 u64 i32 i64 }

/// One byte, 0 or 1.
impl Record for bool {
    const SIZE: u32 = 1;
    const ALIGN: u32 = 1;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        match u8::load(bytes)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Errno::EINVAL),
        }
    }
    fn store(&self, bytes: &mut [u8]) -> Result<(), Errno> {
        u8::from(*self).store(bytes)
    }
}

/// Octets, which keep their order.
impl<const N: usize> Record for [u8; N] {
    const SIZE: u32 = N as u32;
    const ALIGN: u32 = 1;
    fn load(bytes: &[u8]) -> Result<Self, Errno> {
        bytes.try_into().map_err(|_| Errno::EFAULT)
    }
    fn store(&self, bytes: &mut [u8]) -> Result<(), Errno> {
        bytes.copy_from_slice(self);
        Ok(())
    }
}

/// Reads the field at `offset` of a record.
pub fn field<T: Record>(record: &[u8], offset: usize) -> Result<T, Errno> {
    let end = offset.saturating_add(T::SIZE as usize);
    T::load(record.get(offset..end).ok_or(Errno::EFAULT)?)
}

/// Writes the field at `offset` of a record.
pub fn set_field<T: Record>(record: &mut [u8], offset: usize, value: T) -> Result<(), Errno> {
    let end = offset.saturating_add(T::SIZE as usize);
    value.store(record.get_mut(offset..end).ok_or(Errno::EFAULT)?)
}

/// The guest's memory during one host call.
pub struct Memory<'a>(pub &'a mut [u8]);

impl Memory<'_> {
    /// `len` bytes from `ptr` on; `EFAULT` if they are not all in memory.
    pub fn range(&self, ptr: u32, len: u64) -> Result<Range<usize>, Errno> {
        let start = u64::from(ptr);
        let end = start.checked_add(len).ok_or(Errno::EFAULT)?;
        if end > self.0.len() as u64 {
            return Err(Errno::EFAULT);
        }
        Ok(start as usize..end as usize)
    }

    /// `count` items of `size` bytes. `EFAULT` for NULL unless `count` is 0, `EINVAL` for a pointer that is not aligned.
    pub fn array(&self, ptr: u32, count: u32, size: u32, align: u32) -> Result<Range<usize>, Errno> {
        let len = u64::from(count) * u64::from(size);
        if ptr == 0 && len > 0 {
            return Err(Errno::EFAULT);
        }
        if !ptr.is_multiple_of(align) {
            return Err(Errno::EINVAL);
        }
        self.range(ptr, len)
    }

    /// Bytes to read.
    pub fn bytes(&self, ptr: u32, len: u32) -> Result<&[u8], Errno> {
        let range = self.array(ptr, len, 1, 1)?;
        self.0.get(range).ok_or(Errno::EFAULT)
    }

    /// Bytes to write.
    pub fn bytes_mut(&mut self, ptr: u32, len: u32) -> Result<&mut [u8], Errno> {
        let range = self.array(ptr, len, 1, 1)?;
        self.0.get_mut(range).ok_or(Errno::EFAULT)
    }

    /// Reads a record.
    pub fn load<T: Record>(&self, ptr: u32) -> Result<T, Errno> {
        let range = self.array(ptr, 1, T::SIZE, T::ALIGN)?;
        T::load(self.0.get(range).ok_or(Errno::EFAULT)?)
    }

    /// Writes a record.
    pub fn store<T: Record>(&mut self, ptr: u32, value: &T) -> Result<(), Errno> {
        let range = self.array(ptr, 1, T::SIZE, T::ALIGN)?;
        value.store(self.0.get_mut(range).ok_or(Errno::EFAULT)?)
    }

    /// Writes records one behind the other; the caller has counted them.
    pub fn store_all<T: Record>(&mut self, ptr: u32, values: &[T]) -> Result<(), Errno> {
        let count = u32::try_from(values.len()).map_err(|_| Errno::EINVAL)?;
        let range = self.array(ptr, count, T::SIZE, T::ALIGN)?;
        let slots = self.0.get_mut(range).ok_or(Errno::EFAULT)?.chunks_exact_mut(T::SIZE as usize);
        slots.zip(values).try_for_each(|(slot, value)| value.store(slot))
    }

    /// A NUL-terminated string, without its NUL; `EINVAL` if it is longer than any host name can be.
    pub fn c_string(&self, ptr: u32) -> Result<&[u8], Errno> {
        let start = self.array(ptr, 1, 1, 1)?.start;
        let rest = self.0.get(start..).ok_or(Errno::EFAULT)?;
        match rest.iter().take(MAX_STRING).position(|&byte| byte == 0) {
            Some(len) => rest.get(..len).ok_or(Errno::EFAULT),
            None if rest.len() < MAX_STRING => Err(Errno::EFAULT),
            None => Err(Errno::EINVAL),
        }
    }

    /// The buffers of an array of iovec {ptr u32, len u32}; `EINVAL` for too many buffers or bytes.
    pub fn iovecs(&self, ptr: u32, count: u32) -> Result<Vec<Range<usize>>, Errno> {
        if count > MAX_IOVECS {
            return Err(Errno::EINVAL);
        }
        let array = self.array(ptr, count, 8, 4)?;
        let array = self.0.get(array).ok_or(Errno::EFAULT)?.chunks_exact(8);
        let buffer = |iovec| self.array(field(iovec, 0)?, field(iovec, 4)?, 1, 1);
        let buffers: Vec<_> = array.map(buffer).collect::<Result<_, _>>()?;
        if total(&buffers) > MAX_BYTES {
            return Err(Errno::EINVAL);
        }
        Ok(buffers)
    }

    /// The buffers in the form for the host's system calls that read, without a copy.
    pub fn gather(&self, buffers: &[Range<usize>]) -> Result<Vec<IoSlice<'_>>, Errno> {
        let slice = |range: &Range<usize>| self.0.get(range.clone()).map(IoSlice::new);
        buffers.iter().map(slice).collect::<Option<_>>().ok_or(Errno::EFAULT)
    }

    /// The buffers in the form for the host's system calls that write, without a copy; `EINVAL` for buffers that overlap.
    pub fn scatter(&mut self, buffers: &[Range<usize>]) -> Result<Vec<IoSliceMut<'_>>, Errno> {
        let mut order: Vec<usize> = (0..buffers.len()).collect();
        order.sort_by_key(|&index| buffers.get(index).map(|range| (range.start, range.end)));
        let mut slots: Vec<Option<IoSliceMut<'_>>> = buffers.iter().map(|_| None).collect();
        let (mut rest, mut taken) = (&mut *self.0, 0);
        for index in order {
            let (Some(range), Some(slot)) = (buffers.get(index), slots.get_mut(index)) else { continue };
            let gap = if range.is_empty() { 0 } else { range.start.checked_sub(taken).ok_or(Errno::EINVAL)? };
            let (_, tail) = rest.split_at_mut_checked(gap).ok_or(Errno::EFAULT)?;
            let (head, tail) = tail.split_at_mut_checked(range.len()).ok_or(Errno::EFAULT)?;
            *slot = Some(IoSliceMut::new(head));
            (rest, taken) = (tail, taken + gap + range.len());
        }
        Ok(slots.into_iter().flatten().collect())
    }
}

/// How many bytes the buffers hold together.
pub fn total(buffers: &[Range<usize>]) -> u64 {
    buffers.iter().map(|range| range.len() as u64).sum()
}

#[cfg(test)]
#[path = "memory_tests.rs"]
mod tests;
