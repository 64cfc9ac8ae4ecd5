// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Why a module could not be run to its end.

use std::net::SocketAddr;

use crate::policy::RuleError;

/// Why a module could not be run to its end; each is one line.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not a WebAssembly module that the engine accepts.
    #[error("not a WebAssembly module: {0}")]
    Module(String),
    /// The bytes are a component, which holds modules.
    #[error(
        "a component, which wasock-run does not run; \
        run it with `wasmtime run -S inherit-network,allow-ip-name-lookup`"
    )]
    Component,
    /// The module shares its memory, as programs with threads do.
    #[error(
        "a program with threads, which wasock-run does not run; run it with a runtime that has wasi-threads, \
        such as iwasm or Wasmer, or compile it without --target=wasm32-wasip1-threads"
    )]
    Threads,
    /// The module was built for `wasi-sockets`: a component has to be made of it.
    #[error(
        "the module was built for the dialect wasi-sockets, whose runtimes take components; wasock-component makes one"
    )]
    ModuleOfComponent,
    /// The dialect's name is unknown.
    #[error("unknown dialect `{0}`; known are auto, {1}")]
    UnknownDialect(String, String),
    /// The dialect has no such runtime, or, for `auto`, no dialect has.
    #[error("the quirks of `{0}` are not known; known are those of {1}")]
    UnknownRuntime(String, String),
    /// The module says that it was built for another dialect.
    #[error("the module was built for the dialect {0}, not {1}; run it with --dialect={0}")]
    WrongDialect(String, String),
    /// The module says that it was built for a dialect that this host does not serve.
    #[error("the module was built for the dialect `{0}`, which this host does not serve; it serves {1}")]
    UnknownMark(String, String),
    /// The module needs a function that is not there.
    #[error("{0}")]
    MissingImport(String),
    /// The module has no `_start`, so it is no program.
    #[error("the module exports no function _start; only programs (WASI commands) can be run")]
    NoStart,
    /// A directory of the guest cannot be opened.
    #[error("cannot open the directory {path}: {source}")]
    Directory {
        /// The host's path.
        path: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// A socket of the guest cannot be opened.
    #[error("cannot {operation} {address}: {errno}")]
    Socket {
        /// The operation that failed.
        operation: &'static str,
        /// The address.
        address: SocketAddr,
        /// The system's error, as C names it.
        errno: &'static str,
    },
    /// The host's system refuses something that the guest needs.
    #[error("cannot set up the guest: {0}")]
    Setup(#[from] std::io::Error),
    /// A rule of the policy cannot be read.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// The guest has trapped.
    #[error("the guest trapped: {0}")]
    Trap(String),
}
