// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Writes the adapter from WASI preview 1 to components into a directory: `wasock-adapter DIR`.
//!
//! The dialect `wasi-sockets` needs it: a module's imports of preview 1 (files, standard streams, arguments) become imports
//! of WASI 0.2. There is one for programs and one for reactors. The names of the files say which imports they replace.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME as NAME, WASI_SNAPSHOT_PREVIEW1_COMMAND_ADAPTER as COMMAND,
    WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER as REACTOR,
};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: wasock-adapter DIR");
        return ExitCode::from(2);
    };
    match write(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasock-adapter: {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(format!("{NAME}.command.wasm")), COMMAND)?;
    fs::write(folder.join(format!("{NAME}.reactor.wasm")), REACTOR)
}
