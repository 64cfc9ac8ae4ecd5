//! A host function as a row of a table: a name, the names of its arguments, and a Rust function whose types say the rest.

use std::fmt::Display;
use std::marker::PhantomData;
use std::ops::Range;

use wasmi::{Caller, FuncType, Linker, Val, ValType};

use crate::errno::Errno;
use crate::memory::{Memory, Record, total};
use crate::state::{Host, State};
use crate::trace::Line;

/// What a host function answers: nothing more than its errno, 0 when it is `Ok`.
pub type Answer = Result<(), Errno>;

/// An argument of a host function, made from one or two wasm values.
pub trait Arg: Copy {
    /// The wasm values it is made from.
    const TYPES: &'static [ValType];
    /// Takes its values; `EINVAL` when the number is none of this type.
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno>;
    /// Looks at its pointer before the call, so that no call fails with half its work done.
    fn check(self, _: &Memory<'_>) -> Answer {
        Ok(())
    }
    /// For the trace: what goes in, or nothing if it is a place for an answer.
    fn show(self, _: &Memory<'_>) -> Option<String>;
    /// For the trace: what came out.
    fn show_answer(self, _: &Memory<'_>) -> Option<String> {
        None
    }
}

fn next_u32(values: &mut std::slice::Iter<'_, Val>) -> u32 {
    values.next().and_then(Val::i32).unwrap_or_default().cast_unsigned()
}

macro_rules! number_args {
    ($($number:ty, $wasm:ident, $value:ident;)*) => {$(
        impl Arg for $number {
            const TYPES: &'static [ValType] = &[ValType::$wasm];
            fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
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
            fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
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
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
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
    /// Pointer to a record that the guest hands in.
    In
    /// Pointer to the place of one answer.
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
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values), PhantomData))
    }
    fn check(self, memory: &Memory<'_>) -> Answer {
        memory.array(self.0, 1, T::SIZE, T::ALIGN).map(drop)
    }
    fn show(self, memory: &Memory<'_>) -> Option<String> {
        Some(self.load(memory).map_or_else(|_| format!("{:#x}", self.0), |value| value.to_string()))
    }
}

impl<T: Record> Out<T> {
    /// Writes the answer.
    pub fn store(self, memory: &mut Memory<'_>, value: T) -> Answer {
        memory.store(self.0, &value)
    }

    /// The bare pointer, for a quirk that writes something else than a `T`.
    pub fn address(self) -> u32 {
        self.0
    }
}

impl<T: Record + Display> Arg for Out<T> {
    const TYPES: &'static [ValType] = &[ValType::I32];
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values), PhantomData))
    }
    fn check(self, memory: &Memory<'_>) -> Answer {
        memory.array(self.0, 1, T::SIZE, T::ALIGN).map(drop)
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        None
    }
    fn show_answer(self, memory: &Memory<'_>) -> Option<String> {
        memory.load::<T>(self.0).ok().map(|value| value.to_string())
    }
}

/// A pointer whose extent the function itself knows and checks.
#[derive(Clone, Copy)]
pub struct Address(pub u32);

impl Arg for Address {
    const TYPES: &'static [ValType] = &[ValType::I32];
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values)))
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        Some(format!("{:#x}", self.0))
    }
}

/// Pointer and length of bytes to write to; the name is the buffer's, the trace shows its length.
#[derive(Clone, Copy)]
pub struct Buffer {
    /// Where it starts.
    pub ptr: u32,
    /// Its bytes.
    pub len: u32,
}

impl Arg for Buffer {
    const TYPES: &'static [ValType] = &[ValType::I32, ValType::I32];
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
        Ok(Self { ptr: next_u32(values), len: next_u32(values) })
    }
    fn check(self, memory: &Memory<'_>) -> Answer {
        memory.bytes(self.ptr, self.len).map(drop)
    }
    fn show(self, _: &Memory<'_>) -> Option<String> {
        Some(format!("[{}]", self.len))
    }
}

/// Pointer and length of a path or another text in UTF-8.
#[derive(Clone, Copy)]
pub struct Text(Buffer);

impl Text {
    /// The text; `EILSEQ` when it is not UTF-8, `EINVAL` with a NUL in it.
    pub fn load<'m>(self, memory: &'m Memory<'_>) -> Result<&'m str, Errno> {
        let text = std::str::from_utf8(memory.bytes(self.0.ptr, self.0.len)?).map_err(|_| Errno::EILSEQ)?;
        if text.contains('\0') { Err(Errno::EINVAL) } else { Ok(text) }
    }
}

impl Arg for Text {
    const TYPES: &'static [ValType] = Buffer::TYPES;
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
        Buffer::take(values).map(Self)
    }
    fn check(self, memory: &Memory<'_>) -> Answer {
        self.0.check(memory)
    }
    fn show(self, memory: &Memory<'_>) -> Option<String> {
        let bytes = memory.bytes(self.0.ptr, self.0.len).ok()?;
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
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
        Ok(Self(next_u32(values)))
    }
    fn check(self, memory: &Memory<'_>) -> Answer {
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
    /// The buffers, each of them checked.
    pub fn load(self, memory: &Memory<'_>) -> Result<Vec<Range<usize>>, Errno> {
        memory.iovecs(self.ptr, self.count)
    }
}

impl Arg for Iovecs {
    const TYPES: &'static [ValType] = Buffer::TYPES;
    fn take(values: &mut std::slice::Iter<'_, Val>) -> Result<Self, Errno> {
        Ok(Self { ptr: next_u32(values), count: next_u32(values) })
    }
    fn show(self, memory: &Memory<'_>) -> Option<String> {
        let bytes = self.load(memory).map(|buffers| total(&buffers));
        Some(bytes.map_or_else(|_| format!("{:#x}", self.ptr), |bytes| format!("[{bytes}]")))
    }
}

/// A Rust function that can be a host function: `fn(&mut Host, A, B, …) -> Answer` with arguments that are `Arg`.
pub trait HostFn<Args>: Send + Sync + 'static {
    /// The wasm types of its parameters.
    fn params() -> Vec<ValType>;
    /// Decodes, checks and calls; fills the line of the trace if there is one.
    fn call(&self, host: &mut Host<'_>, values: &[Val], line: Option<&mut Line>) -> Answer;
}

impl<F: Fn(&mut Host<'_>) -> Answer + Send + Sync + 'static> HostFn<()> for F {
    fn params() -> Vec<ValType> {
        Vec::new()
    }
    fn call(&self, host: &mut Host<'_>, _: &[Val], _: Option<&mut Line>) -> Answer {
        self(host)
    }
}

macro_rules! host_fns {
    ($(($($arg:ident)*))*) => {$(
        impl<F, $($arg: Arg),*> HostFn<($($arg,)*)> for F
        where
            F: Fn(&mut Host<'_>, $($arg),*) -> Answer + Send + Sync + 'static,
        {
            fn params() -> Vec<ValType> {
                let types: &[&[ValType]] = &[$($arg::TYPES),*];
                types.concat()
            }
            #[expect(non_snake_case, reason = "a value is called as its type")]
            fn call(&self, host: &mut Host<'_>, values: &[Val], mut line: Option<&mut Line>) -> Answer {
                let mut values = values.iter();
                $(let $arg = $arg::take(&mut values);)*
                if let Some(line) = line.as_deref_mut() {
                    $(line.argument($arg.map_or(Some("?".to_owned()), |arg| arg.show(&host.memory)));)*
                }
                $(let $arg = $arg?;)*
                $($arg.check(&host.memory)?;)*
                self(host, $($arg),*)?;
                if let Some(line) = line {
                    $(line.answer($arg.show_answer(&host.memory));)*
                }
                Ok(())
            }
        }
    )*};
}
host_fns! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E G) (A B C D E G H) (A B C D E G H I)
    (A B C D E G H I J) (A B C D E G H I J K) (A B C D E G H I J K L)
}

type Erased = Box<dyn Fn(&mut Host<'_>, &[Val], Option<&mut Line>) -> Answer + Send + Sync>;

/// One host function.
pub struct Import {
    /// The module it is imported from.
    pub module: &'static str,
    /// Its name.
    pub name: String,
    /// The wasm types of its parameters.
    pub params: Vec<ValType>,
    /// The wasm types of its results: an errno, or nothing from one that does not return.
    pub results: &'static [ValType],
    /// The names of its arguments, for the trace.
    pub arguments: &'static str,
    call: Erased,
}

/// Host functions in the order of their document.
#[derive(Default)]
pub struct Imports(Vec<Import>);

/// Adds functions to the table under one import module.
pub struct Module<'a>(&'static str, &'a mut Imports);

impl Imports {
    /// The functions of one import module are added through this.
    pub fn module(&mut self, name: &'static str) -> Module<'_> {
        Module(name, self)
    }

    /// All functions.
    pub fn iter(&self) -> impl Iterator<Item = &Import> {
        self.0.iter()
    }

    /// The function of this name, of whatever type; the first of several counts.
    pub fn find(&self, module: &str, name: &str) -> Option<&Import> {
        self.iter().find(|import| import.module == module && import.name == name)
    }

    /// Adds all to the linker; of two with one name the first wins.
    pub fn define(self, linker: &mut Linker<State>) -> Result<(), wasmi::Error> {
        linker.allow_shadowing(true);
        self.0.into_iter().rev().try_for_each(|import| import.define(linker))
    }
}

impl Module<'_> {
    /// Adds a function: its name, the names of its arguments, the function.
    pub fn add<Args, F: HostFn<Args>>(&mut self, name: impl Into<String>, arguments: &'static str, function: F) {
        self.push(name.into(), arguments, &[ValType::I32], function);
    }

    /// Adds a function that ends the guest.
    pub fn add_final<Args, F: HostFn<Args>>(&mut self, name: &str, arguments: &'static str, function: F) {
        self.push(name.into(), arguments, &[], function);
    }

    fn push<Args, F>(&mut self, name: String, arguments: &'static str, results: &'static [ValType], function: F)
    where
        F: HostFn<Args>,
    {
        let call = Box::new(move |host: &mut Host<'_>, values: &[Val], line: Option<&mut Line>| {
            function.call(host, values, line)
        });
        let params = F::params();
        self.1.0.push(Import { module: self.0, name, params, results, arguments, call });
    }
}

impl Import {
    /// The one closure between the engine and every host function.
    fn define(self, linker: &mut Linker<State>) -> Result<(), wasmi::Error> {
        let (module, name) = (self.module, self.name.clone());
        let ty = FuncType::new(self.params.iter().copied(), self.results.iter().copied());
        let call = move |mut caller: Caller<'_, State>, values: &[Val], results: &mut [Val]| {
            let mut host = Host::enter(&mut caller)?;
            let answer = self.run(&mut host, values);
            if let Some(code) = host.state.exit_code {
                return Err(wasmi::Error::i32_exit(code));
            }
            if let Some(result) = results.first_mut() {
                *result = Val::I32(answer.map_or_else(|errno| errno.code().into(), |()| 0));
            }
            Ok(())
        };
        linker.func_new(module, &name, ty, call).map(drop).map_err(Into::into)
    }

    fn run(&self, host: &mut Host<'_>, values: &[Val]) -> Answer {
        if !host.state.trace {
            return (self.call)(host, values, None);
        }
        let mut line = Line::new(&self.name, self.arguments);
        let answer = (self.call)(host, values, Some(&mut line));
        let line = line.finish(answer);
        host.state.log(&line);
        answer
    }
}
