// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A host function as a row of a table: its name, the names of its arguments, and a Rust function with typed arguments.

use wasmi::{Caller, FuncType, Linker, Val, ValType};

use crate::arg::{Arg, Shape};
use crate::errno::Answer;
use crate::state::{Host, State};
use crate::trace::Line;

/// The import module of preview 1, and of most dialects.
pub const PREVIEW1: &str = "wasi_snapshot_preview1";

/// A Rust function that can be a host function: `fn(&mut Host, A, B, …) -> Answer` with arguments that are `Arg`.
pub trait HostFn<Args>: Send + Sync + 'static {
    /// The wasm types of its parameters.
    fn params() -> Vec<ValType>;
    /// What each of them stands for.
    fn shapes() -> Vec<Shape>;
    /// Decodes and checks the arguments, and calls the function; fills the line of the trace if there is one.
    fn call(&self, host: &mut Host<'_>, values: &[Val], line: Option<&mut Line>) -> Answer;
}

impl<F: Fn(&mut Host<'_>) -> Answer + Send + Sync + 'static> HostFn<()> for F {
    fn params() -> Vec<ValType> {
        Vec::new()
    }
    fn shapes() -> Vec<Shape> {
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
            fn shapes() -> Vec<Shape> {
                let shapes: &[&[Shape]] = &[$($arg::SHAPES),*];
                shapes.concat()
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
                let answer = host.before_call().and_then(|()| self(host, $($arg),*));
                host.may_lie([$($arg.answer()),*].into_iter().flatten(), answer)?;
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
    /// What each parameter stands for.
    #[cfg_attr(not(feature = "harness"), expect(dead_code, reason = "for who calls without a module"))]
    pub shapes: Vec<Shape>,
    /// The wasm types of its results: an errno, or none if it does not return.
    pub results: &'static [ValType],
    /// The names of its arguments, for the trace.
    pub arguments: &'static str,
    call: Erased,
}

/// Host functions in the order of the ABI's document.
#[derive(Default)]
pub struct Imports(Vec<Import>);

/// Adds functions to the table under one import module.
pub struct Module<'a>(&'static str, &'a mut Imports);

impl Imports {
    /// Returns the place to add functions of one import module.
    pub fn module(&mut self, name: &'static str) -> Module<'_> {
        Module(name, self)
    }

    /// All functions.
    pub fn iter(&self) -> impl Iterator<Item = &Import> {
        self.0.iter()
    }

    /// The function of this name, of any type; the first of several.
    pub fn find(&self, module: &str, name: &str) -> Option<&Import> {
        self.iter().find(|import| import.module == module && import.name == name)
    }

    /// Does any function belong to this import module?
    pub fn has(&self, module: &str) -> bool {
        self.iter().any(|import| import.module == module)
    }

    /// The functions that no earlier function of the same name hides.
    #[cfg(feature = "harness")]
    pub fn reachable(self) -> Vec<Import> {
        let mut reachable: Vec<Import> = Vec::new();
        for import in self.0 {
            let is_hidden = reachable.iter().any(|other| (other.module, &other.name) == (import.module, &import.name));
            if !is_hidden {
                reachable.push(import);
            }
        }
        reachable
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
        let (params, shapes) = (F::params(), F::shapes());
        self.1.0.push(Import { module: self.0, name, params, shapes, results, arguments, call });
    }
}

impl Import {
    /// Defines the function. This closure is the only one between the engine and a host function.
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

    /// Whether `--faults=lies` applies: to the functions that the library calls, not to those that wasi-libc needs to start a
    /// program.
    fn may_lie(&self) -> bool {
        const SHARED: [&str; 4] = ["poll_oneoff", "fd_fdstat_get", "fd_close", "fd_renumber"];
        self.module != PREVIEW1 || self.name.starts_with("sock_") || SHARED.contains(&&*self.name)
    }

    /// Calls the function, and traces the call.
    pub fn run(&self, host: &mut Host<'_>, values: &[Val]) -> Answer {
        if let Some(faults) = &mut host.state.faults {
            faults.enter(&self.name, self.may_lie());
        }
        if !host.state.net.journal.traces {
            return (self.call)(host, values, None);
        }
        let mut line = Line::new(&self.name, self.arguments);
        let answer = (self.call)(host, values, Some(&mut line));
        let line = line.finish(answer);
        host.state.log(&line);
        answer
    }
}
