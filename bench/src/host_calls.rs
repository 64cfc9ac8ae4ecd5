// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! How many calls of the host a call of POSIX makes over `wasi-sockets`, counted on wasmtime.
//!
//! The module counts the calls of its imports before it becomes a component. Its clock shows the count, so that the
//! program prints it in place of its time.

use std::path::{Path, PathBuf};
use std::process::Command;

use rust_tests::{Result, guest, project, trying};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, MemArg,
    MemArgTarget, Module, TypeSection, ValType,
};
use wasmparser::{
    CodeSectionReader, FunctionSectionReader, GlobalSectionReader, ImportSectionReader, Parser, TypeRef,
    TypeSectionReader,
};

use crate::budget::Budget;
use crate::calls::{Call, USUAL, arguments, cost};
use crate::component::{DIALECT, wasmtime};
use crate::table::{Table, cell};
use crate::{built, read, source};

/// Beside the usual ones.
const MORE: [Call; 3] = [
    ("socket + connect + close", "connect close", &[]),
    ("fcntl F_GETFL", "fcntl", &[]),
    ("send to no socket", "send to none", &[]),
];

/// The rounds of two runs, of which the difference counts.
const ROUNDS: [u64; 2] = [4, 20];

/// The table.
pub fn table(budget: &mut Budget) -> Result<Table> {
    let component = counting()?;
    let mut table = Table::new("host calls of a call", &["", "`wasi-sockets`"]);
    for call in USUAL.into_iter().chain(MORE) {
        let count = cost(call, |run| each(&component, run))?.map(|count| count.round() as u64);
        let count = count.ok_or_else(|| format!("{} fails on wasmtime", call.0))?;
        budget.add(format!("host calls {}", call.0), count);
        table.row([call.0.into(), cell(Some(count))]);
    }
    Ok(table)
}

fn each(component: &Path, run: &str) -> Result<Option<f64>> {
    let [short, long] = ROUNDS;
    Ok(Some((counted(component, run, long)? - counted(component, run, short)?) as f64 / (long - short) as f64))
}

fn counted(component: &Path, run: &str, rounds: u64) -> Result<i64> {
    let output = trying("wasmtime", wasmtime(component).args(arguments(run, rounds)).output())?;
    let count = output.stdout.try_into().map(i64::from_le_bytes);
    count.map_err(|_| format!("{run}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// `bench/guests/calls.c` as a component that counts.
fn counting() -> Result<PathBuf> {
    let (module, component) = (built("calls.counting.wasm")?, built("calls.counting.component.wasm")?);
    let options = ["-Os", "-s", "-core"].map(String::from);
    guest(DIALECT, &source("calls"), &module, &options)?;
    let mut counter = Counter::default();
    let mut counting = Module::new();
    let parsed = counter.parse_core_module(&mut counting, Parser::new(0), &read(&module)?);
    parsed.map_err(|error| format!("{}: {error}", module.display()))?;
    trying(module.display(), std::fs::write(&module, counting.finish()))?;
    let mut command = Command::new(project("bin/wasock-component"));
    command.env("WASOCK_WASM_TOOLS", project("build/component-tools/bin/wasm-tools"));
    let status = trying("wasock-component", command.arg(&module).arg("-o").arg(&component).status())?;
    if status.success() { crate::component::compiled(&component) } else { Err("no component that counts".into()) }
}

/// Puts a function before each import, which counts and calls it.
#[derive(Default)]
struct Counter {
    /// How many parameters each type of a function has.
    parameters: Vec<u32>,
    /// The types of the imports.
    imports: Vec<u32>,
    /// Which import is the clock.
    clock: Option<usize>,
    /// How many functions there are without those that count.
    functions: u32,
    /// The global that counts.
    global: u32,
}

type Reencoded<T = ()> = std::result::Result<T, Error>;

impl Reencode for Counter {
    type Error = std::convert::Infallible;

    fn parse_type_section(&mut self, types: &mut TypeSection, section: TypeSectionReader<'_>) -> Reencoded {
        for kind in section.clone().into_iter_err_on_gc_types() {
            self.parameters.push(kind?.params().len() as u32);
        }
        utils::parse_type_section(self, types, section)
    }

    fn parse_import_section(&mut self, imports: &mut ImportSection, section: ImportSectionReader<'_>) -> Reencoded {
        for import in section.clone().into_imports() {
            let import = import?;
            if let TypeRef::Func(kind) = import.ty {
                if import.name == "clock_time_get" {
                    self.clock = Some(self.imports.len());
                }
                self.imports.push(kind);
            }
        }
        self.functions = self.imports.len() as u32;
        utils::parse_import_section(self, imports, section)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Reencoded {
        self.functions += section.count();
        utils::parse_function_section(self, functions, section)?;
        for &kind in &self.imports {
            functions.function(kind);
        }
        Ok(())
    }

    /// All that meant an import means the function before it.
    fn function_index(&mut self, function: u32) -> Reencoded<u32> {
        let is_import = function < self.imports.len() as u32;
        Ok(if is_import { self.functions + function } else { function })
    }

    fn parse_global_section(&mut self, globals: &mut GlobalSection, section: GlobalSectionReader<'_>) -> Reencoded {
        self.global = section.count();
        utils::parse_global_section(self, globals, section)?;
        globals.global(GlobalType { val_type: ValType::I64, mutable: true, shared: false }, &ConstExpr::i64_const(0));
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Reencoded {
        utils::parse_code_section(self, code, section)?;
        for (import, &kind) in self.imports.iter().enumerate() {
            code.function(&if self.clock == Some(import) { self.clock() } else { self.counting(import as u32, kind) });
        }
        Ok(())
    }
}

impl Counter {
    /// The time goes to where the third argument points; no error.
    fn clock(&self) -> Function {
        let place = MemArg { offset: 0, align: 3, target: MemArgTarget::Memory(0), ordering: None };
        let mut clock = Function::new([]);
        let count = [Instruction::LocalGet(2), Instruction::GlobalGet(self.global), Instruction::I64Store(place)];
        for instruction in count.iter().chain(&[Instruction::I32Const(0), Instruction::End]) {
            clock.instruction(instruction);
        }
        clock
    }

    fn counting(&self, import: u32, kind: u32) -> Function {
        let mut function = Function::new([]);
        let add = [Instruction::GlobalGet(self.global), Instruction::I64Const(1), Instruction::I64Add];
        for instruction in add.iter().chain(&[Instruction::GlobalSet(self.global)]) {
            function.instruction(instruction);
        }
        for parameter in 0..self.parameters.get(kind as usize).copied().unwrap_or_default() {
            function.instruction(&Instruction::LocalGet(parameter));
        }
        function.instruction(&Instruction::Call(import)).instruction(&Instruction::End);
        function
    }
}
