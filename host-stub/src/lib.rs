// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The reference host: runs a WASI preview 1 program that uses the socket imports of one runtime, and checks it strictly.
//!
//! [`run`] is the only function. The command `wasock-run` calls it, and so do tests.
//!
//! A host call goes from the engine through one closure (`import`) to a Rust function. The types of its arguments (`arg`)
//! determine what it reads from the guest (`memory`). The function belongs to preview 1 (`preview1`) or to a runtime
//! (`dialect`), works on one table of descriptors (`fd_table`), and reaches the network only through `net`, which checks the
//! `policy`.

mod arg;
mod config;
mod dialect;
mod directory;
mod errno;
mod error;
mod faults;
mod fd_table;
mod handle;
#[cfg(feature = "harness")]
pub mod harness;
mod import;
mod journal;
mod kind;
mod limits;
mod memory;
mod net;
mod policy;
mod preopened_sockets;
mod preview1;
mod quota;
mod runtime;
mod state;
mod trace;

pub use config::{Config, Outcome, Output, Preopen};
pub use error::Error;
pub use faults::{FaultError, FaultSpec};
pub use journal::Log;
pub use limits::{Limit, LimitError, Limits, help as limits_help};
pub use policy::{AddressPool, Directories, NameRules, Rule, RuleError};

use wasmi::{Engine, Linker, Module, Store, TrapCode};
use wasmparser::{Parser, Payload, TypeRef};

use crate::state::State;

/// How a component begins; a module has another version.
const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

/// Runs a program to its end.
///
/// `module` is a WebAssembly binary that exports `_start`. The outcome has the guest's exit code; an exit code other than 0 is
/// not an error here. A trap is an error, and so is everything that prevents the guest from starting.
pub fn run(module: &[u8], config: Config) -> Result<Outcome, Error> {
    if module.starts_with(COMPONENT) {
        return Err(Error::Component);
    }
    let engine = Engine::default();
    if shares_memory(module) {
        return Err(Error::Threads);
    }
    let metered = if config.count { Some(wasock_metering::metered(module).map_err(Error::Module)?) } else { None };
    let (module, counter) = metered.as_ref().map_or((module, None), |(module, name)| (module, Some(name.as_str())));
    let module = Module::new(&engine, module).map_err(|error| Error::Module(one_line(&error)))?;
    let (dialect, imports) = dialect::choose(&config.dialect, &config.runtime, &module)?;
    let mut linker = Linker::<State>::new(&engine);
    imports.define(&mut linker).map_err(|error| Error::Module(one_line(&error)))?;
    let handles = (dialect.handles)(config.pools())?;
    let runtime = if config.quirks { dialect.runtime(&config.runtime)? } else { None };
    let (state, captured) = config.into_state(runtime, handles)?;
    let mut store = Store::new(&engine, state);
    store.limiter(|state| &mut state.quota);
    let ended = start(&module, &linker, &mut store, counter);
    store.data().tell_faults();
    let (exit_code, instructions) = ended?;
    captured.outcome(exit_code, instructions)
}

/// Whether a module imports a memory that threads share.
fn shares_memory(module: &[u8]) -> bool {
    let imports = Parser::new(0).parse_all(module).map_while(Result::ok).find_map(|payload| match payload {
        Payload::ImportSection(section) => Some(section),
        _ => None,
    });
    imports.is_some_and(|section| {
        let memory = |ty| matches!(ty, TypeRef::Memory(memory) if memory.shared);
        section.into_imports().flatten().any(|import| memory(import.ty))
    })
}

/// Instantiates the module and calls `_start`; returns the exit code, and the number of instructions if they are counted.
fn start(
    module: &Module,
    linker: &Linker<State>,
    store: &mut Store<State>,
    counter: Option<&str>,
) -> Result<(i32, Option<u64>), Error> {
    let code = |error: wasmi::Error| {
        error.i32_exit_status().ok_or_else(|| Error::Trap(one_line(&error) + usual_cause(&error)))
    };
    let instance = match linker.instantiate_and_start(&mut *store, module) {
        Ok(instance) => instance,
        Err(error) => return code(error).map(|code| (code, None)),
    };
    let start = instance.get_typed_func::<(), ()>(&*store, "_start").map_err(|_| Error::NoStart)?;
    let code = start.call(&mut *store, ()).map_or_else(code, |()| Ok(0))?;
    let count = counter.and_then(|name| instance.get_global(&*store, name)?.get(&*store).i64());
    Ok((code, count.map(i64::cast_unsigned)))
}

/// What usually makes a C program trap so.
fn usual_cause(error: &wasmi::Error) -> &'static str {
    match error.as_trap_code() {
        Some(TrapCode::MemoryOutOfBounds) => {
            ": often the stack overran; link with -Wl,-z,stack-size=BYTES for a larger one"
        }
        Some(TrapCode::UnreachableCodeReached) => {
            ": by abort, an assertion, or a call that does not fit the function's type, of which the linker warned"
        }
        Some(TrapCode::TableOutOfBounds | TrapCode::IndirectCallToNull | TrapCode::BadSignature) => {
            ": often a null FILE, or a function that is called through a pointer of another type"
        }
        _ => "",
    }
}

/// The engine's message, with no line breaks in it.
fn one_line(error: &wasmi::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
