// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Host functions called directly, without an engine and a module: for fuzzers.

use wasmi::{Val, ValType};

pub use crate::arg::Shape;
use crate::config::Config;
use crate::dialect;
use crate::error::Error;
use crate::fd_table::Entry;
use crate::import::Import;
use crate::memory::Memory;
use crate::state::{Host, State};

/// A guest without a program: its memory, its descriptors, and the functions that it can call.
pub struct Direct {
    functions: Vec<Import>,
    state: State,
    /// The guest's memory between two guards.
    bytes: Vec<u8>,
}

/// The signature of a host function.
#[derive(Clone, Debug)]
pub struct Function {
    /// The module it is imported from.
    pub module: &'static str,
    /// Its name.
    pub name: String,
    /// What each parameter stands for, and whether it is an i64; the others are i32.
    pub params: Vec<(Shape, bool)>,
}

/// The size of each guard, and its contents.
const GUARD: usize = 4096;
const GUARD_BYTE: u8 = 0xa5;

impl Direct {
    /// A guest of this dialect with so much memory.
    ///
    /// # Errors
    /// Those of [`crate::run`], except the errors of a module.
    pub fn new(dialect: &str, config: Config, memory: usize) -> Result<Self, Error> {
        let (dialect, imports) = dialect::by_name(dialect)?;
        let handles = (dialect.handles)(config.pools())?;
        let runtime = if config.quirks { dialect.runtime(&config.runtime)? } else { None };
        let (state, _) = config.into_state(runtime, handles)?;
        let mut bytes = vec![GUARD_BYTE; memory + 2 * GUARD];
        bytes[GUARD..GUARD + memory].fill(0);
        Ok(Self { functions: imports.reachable(), state, bytes })
    }

    /// All functions, as [`Self::call`] counts them.
    pub fn functions(&self) -> Vec<Function> {
        let function = |import: &Import| {
            let wide = import.params.iter().map(|ty| *ty == ValType::I64);
            let params = import.shapes.iter().copied().zip(wide).collect();
            Function { module: import.module, name: import.name.clone(), params }
        };
        self.functions.iter().map(function).collect()
    }

    /// The guest's memory.
    pub fn memory(&mut self) -> &mut [u8] {
        let end = self.bytes.len() - GUARD;
        &mut self.bytes[GUARD..end]
    }

    /// Calls a function and returns the name of its errno. An i32 is the low half of its value.
    pub fn call(&mut self, function: usize, values: &[u64]) -> &'static str {
        let import = &self.functions[function];
        let value = |(ty, value): (&ValType, &u64)| match ty {
            ValType::I64 => Val::I64(value.cast_signed()),
            _ => Val::I32((*value as u32).cast_signed()),
        };
        let values: Vec<Val> = import.params.iter().zip(values).map(value).collect();
        let end = self.bytes.len() - GUARD;
        let mut host = Host { memory: Memory(&mut self.bytes[GUARD..end]), state: &mut self.state };
        let answer = import.run(&mut host, &values);
        self.state.exit_code = None;
        answer.map_or_else(crate::errno::Errno::name, |()| "ok")
    }

    /// Whether nothing has been written before or behind the guest's memory.
    pub fn is_unharmed(&self) -> bool {
        let (front, rest) = self.bytes.split_at(GUARD);
        let (_, back) = rest.split_at(rest.len() - GUARD);
        front.iter().chain(back).all(|byte| *byte == GUARD_BYTE)
    }

    /// Keeps calls from waiting: no socket blocks, and none lingers when it is closed.
    pub fn never_wait(&mut self) {
        for (_, entry) in self.state.table.numbers() {
            if let Entry::Socket(socket) = entry {
                // An option that cannot be set does not make a call wait.
                let _ = socket.set_nonblocking(true).and_then(|()| socket.do_not_linger());
            }
        }
    }

    /// The guest's descriptors.
    pub fn descriptors(&self) -> Vec<u32> {
        self.state.table.numbers().map(|(number, _)| number).collect()
    }

    /// The descriptors that are sockets or network handles.
    pub fn sockets(&self) -> Vec<u32> {
        let is_socket = |entry: &Entry| matches!(entry, Entry::Socket(_) | Entry::Handle(_));
        self.state.table.numbers().filter(|(_, entry)| is_socket(entry)).map(|(number, _)| number).collect()
    }

    /// The addresses of its sockets, except those without a port.
    pub fn locals(&self) -> Vec<std::net::SocketAddr> {
        let local = |entry: &Entry| match entry {
            Entry::Socket(socket) => socket.local().ok().filter(|local| local.port() != 0),
            _ => None,
        };
        self.state.table.numbers().filter_map(|(_, entry)| local(entry)).collect()
    }
}
