// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The arguments of host functions: numbers, and pointers whose types say what they point to.

use std::fmt::Display;
use std::marker::PhantomData;
use std::ops::Range;

use wasmi::{Val, ValType};

use crate::errno::Errno;
use crate::memory::{Memory, Record};

mod span;

pub use span::{Address, Buffer, CString, Iovecs, Text};

/// The wasm values that arguments are made from.
pub type Values<'a> = std::slice::Iter<'a, Val>;

/// What a wasm value stands for in an argument. A fuzzer needs it, so that its calls get past the first check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A number: a descriptor, a constant, a size.
    Number,
    /// Pointer to a record that is read.
    In,
    /// Pointer to a place for a result.
    Out,
    /// Pointer to memory whose size the function itself determines.
    Area,
    /// Pointer to a text, with a length behind it or terminated by NUL.
    Text,
    /// Pointer to an array of buffers.
    Iovecs,
    /// The number of bytes or buffers at the pointer before it.
    Length,
}

/// An argument of a host function, made from one or two wasm values.
pub trait Arg: Copy {
    /// The wasm values it is made from.
    const TYPES: &'static [ValType];
    /// What each of them stands for.
    const SHAPES: &'static [Shape];
    /// Takes its values; `EINVAL` if a number is not valid for this type.
    fn take(values: &mut Values<'_>) -> Result<Self, Errno>;
    /// Checks its pointer before the call, so that no call fails with half its work done.
    fn check(self, _: &Memory<'_>) -> Result<(), Errno> {
        Ok(())
    }
    /// The place and the size of the result, if the argument is a place for one.
    fn answer(self) -> Option<Range<usize>> {
        None
    }
    /// For the trace: the value that goes in, or nothing if it is a place for a result.
    fn show(self, _: &Memory<'_>) -> Option<String>;
    /// For the trace: the result.
    fn show_answer(self, _: &Memory<'_>) -> Option<String> {
        None
    }
}

fn next_u32(values: &mut Values<'_>) -> u32 {
    values.next().and_then(Val::i32).unwrap_or_default().cast_unsigned()
}

macro_rules! number_args {
    ($($number:ty, $wasm:ident, $value:ident;)*) => {$(
        impl Arg for $number {
            const TYPES: &'static [ValType] = &[ValType::$wasm];
            const SHAPES: &'static [Shape] = &[Shape::Number];
            fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
                let value = values.next().and_then(Val::$value).unwrap_or_default();
                Self::try_from(value.cast_unsigned()).map_err(|_| Errno::EINVAL)
            }
            fn show(self, _: &Memory<'_>) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}
number_args! { u8, I32, i32; u16, I32, i32; u32, I32, i32; u64, I64, i64; }

macro_rules! signed_args {
    ($($number:ty, $wasm:ident, $value:ident;)*) => {$(
        impl Arg for $number {
            const TYPES: &'static [ValType] = &[ValType::$wasm];
            const SHAPES: &'static [Shape] = &[Shape::Number];
            fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
                Ok(values.next().and_then(Val::$value).unwrap_or_default())
            }
            fn show(self, _: &Memory<'_>) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}
signed_args! { i32, I32, i32; i64, I64, i64; }

/// 0 or 1.
impl Arg for bool {
    const TYPES: &'static [ValType] = &[ValType::I32];
    const SHAPES: &'static [Shape] = &[Shape::Number];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        match next_u32(values) {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Errno::EINVAL),
        }
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        Some(self.to_string())
    }
}

/// Declares a type for a pointer to a `T`: only the pointer is kept.
macro_rules! pointers {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        pub struct $name<T>(u32, PhantomData<T>);
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<T> Copy for $name<T> {}
    )*};
}
pointers! {
    /// Pointer to a record that the guest passes.
    In
    /// Pointer to the place for one result.
    Out
}

impl<T: Record> In<T> {
    /// Reads the record.
    pub fn load(self, memory: &Memory<'_>) -> Result<T, Errno> {
        memory.load(self.0)
    }
}

impl<T: Record + Display> Arg for In<T> {
    const TYPES: &'static [ValType] = &[ValType::I32];
    const SHAPES: &'static [Shape] = &[Shape::In];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values), PhantomData))
    }
    fn check(self, memory: &Memory<'_>) -> Result<(), Errno> {
        memory.array(self.0, 1, T::SIZE, T::ALIGN).map(drop)
    }
    fn show(self, memory: &Memory<'_>) -> Option<String> {
        Some(self.load(memory).map_or_else(|_| format!("{:#x}", self.0), |value| value.to_string()))
    }
}

impl<T: Record> Out<T> {
    /// Writes the result.
    pub fn store(self, memory: &mut Memory<'_>, value: T) -> Result<(), Errno> {
        memory.store(self.0, &value)
    }

    /// The pointer as a number, for a quirk that writes something else than a `T`.
    pub fn address(self) -> u32 {
        self.0
    }
}

impl<T: Record + Display> Arg for Out<T> {
    const TYPES: &'static [ValType] = &[ValType::I32];
    const SHAPES: &'static [Shape] = &[Shape::Out];
    fn take(values: &mut Values<'_>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values), PhantomData))
    }
    fn check(self, memory: &Memory<'_>) -> Result<(), Errno> {
        memory.array(self.0, 1, T::SIZE, T::ALIGN).map(drop)
    }
    fn answer(self) -> Option<Range<usize>> {
        Some(self.0 as usize..self.0 as usize + T::SIZE as usize)
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        None
    }
    fn show_answer(self, memory: &Memory<'_>) -> Option<String> {
        memory.load::<T>(self.0).ok().map(|value| value.to_string())
    }
}
