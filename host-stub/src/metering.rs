//! A module that counts the instructions it executes, in a global of its own.
//!
//! The engine's fuel is no such count: it is taken for a function as a whole, with the branches that are not gone.
//! Here each run of instructions that are executed together is led in by an addition to the global. Free of charge
//! is what makes no code: `block`, `loop`, `else`, `end`, `return`, `nop`, `drop`, `unreachable`.

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction, Module,
    ValType,
};
use wasmi::{AsContext, Instance, Val};
use wasmparser::{FunctionBody, GlobalSectionReader, ImportSectionReader, Parser};

/// The name of the global.
const GLOBAL: &str = "wasock-run: instructions";

/// The module with its counter; the message of a module that is none, or has no global to stand beside.
pub fn metered(module: &[u8]) -> Result<Vec<u8>, String> {
    let mut counter = Counter { imported: 0, global: None };
    let mut counting = Module::new();
    counter.parse_core_module(&mut counting, Parser::new(0), module).map_err(|error| error.to_string())?;
    counter.global.ok_or("there are no globals to count beside")?;
    Ok(counting.finish())
}

/// How many instructions the instance has executed, if it counts them.
pub fn read(instance: &Instance, store: impl AsContext) -> Option<u64> {
    match instance.get_global(&store, GLOBAL)?.get(&store) {
        Val::I64(count) => Some(count.cast_unsigned()),
        _ => None,
    }
}

struct Counter {
    /// How many globals are imported.
    imported: u32,
    /// The index of the counter's.
    global: Option<u32>,
}

impl Reencode for Counter {
    type Error = std::convert::Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut wasm_encoder::ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for import in section.clone().into_imports() {
            self.imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Global(_)));
        }
        utils::parse_import_section(self, imports, section)
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        self.global = Some(self.imported + section.count());
        utils::parse_global_section(self, globals, section)?;
        let global = GlobalType { val_type: ValType::I64, mutable: true, shared: false };
        globals.global(global, &ConstExpr::i64_const(0));
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_export_section(self, exports, section)?;
        self.global.into_iter().for_each(|global| {
            exports.export(GLOBAL, ExportKind::Global, global);
        });
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        let mut run = Vec::new();
        while !reader.eof() {
            let instruction = self.parse_instruction(&mut reader)?;
            // What a branch may lead to begins a run; what may branch ends one.
            if matches!(instruction, Instruction::Loop(_) | Instruction::Else | Instruction::End) {
                self.count(&mut function, &mut run);
            }
            let ends = may_branch(&instruction);
            run.push(instruction);
            if ends {
                self.count(&mut function, &mut run);
            }
        }
        self.count(&mut function, &mut run);
        code.function(&function);
        Ok(())
    }
}

impl Counter {
    /// Emits a run, behind the addition of what it costs.
    fn count(&self, function: &mut Function, run: &mut Vec<Instruction<'_>>) {
        // The first may be a mark that other runs lead to as well.
        let cost = run.iter().filter(|instruction| !is_free(instruction)).count();
        if let (Some(global), 1..) = (self.global, cost) {
            let marks = run.iter().take_while(|instruction| is_free(instruction)).count();
            run.drain(..marks).for_each(|mark| {
                function.instruction(&mark);
            });
            function.instruction(&Instruction::GlobalGet(global));
            function.instruction(&Instruction::I64Const(cost as i64));
            function.instruction(&Instruction::I64Add);
            function.instruction(&Instruction::GlobalSet(global));
        }
        run.drain(..).for_each(|instruction| {
            function.instruction(&instruction);
        });
    }
}

fn may_branch(instruction: &Instruction<'_>) -> bool {
    matches!(
        instruction,
        Instruction::If(_)
            | Instruction::Br(_)
            | Instruction::BrIf(_)
            | Instruction::BrTable(..)
            | Instruction::Return
            | Instruction::Unreachable
    )
}

fn is_free(instruction: &Instruction<'_>) -> bool {
    matches!(
        instruction,
        Instruction::Nop
            | Instruction::Drop
            | Instruction::Block(_)
            | Instruction::Loop(_)
            | Instruction::Else
            | Instruction::End
            | Instruction::Return
            | Instruction::Unreachable
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the body of a function without parameters executes; `None` where it is not run.
    fn executed(body: &str) -> Option<u64> {
        let text = format!("(module (global i32 (i32.const 0)) (func (export \"f\") (local i32) {body}))");
        let module = metered(&wat::parse_str(text).ok()?).ok()?;
        let engine = wasmi::Engine::default();
        let mut store = wasmi::Store::new(&engine, ());
        let module = wasmi::Module::new(&engine, &module).ok()?;
        let instance = wasmi::Linker::new(&engine).instantiate_and_start(&mut store, &module).ok()?;
        instance.get_typed_func::<(), ()>(&store, "f").ok()?.call(&mut store, ()).ok()?;
        read(&instance, &store)
    }

    #[test]
    fn only_what_is_executed_counts() {
        assert_eq!(executed("(drop (i32.const 1))"), Some(1));
        assert_eq!(executed("(block (br_if 0 (i32.const 1)) (local.set 0 (i32.const 2)))"), Some(2));
        assert_eq!(executed("(block (br_if 0 (i32.const 0)) (local.set 0 (i32.const 2)))"), Some(4));
        assert_eq!(executed("(if (i32.const 0) (then (local.set 0 (i32.const 2))) (else (nop)))"), Some(2));
        assert_eq!(executed("(return) (local.set 0 (i32.const 2))"), Some(0));
    }

    #[test]
    fn each_round_of_a_loop_counts() {
        let round = "(br_if 0 (i32.ne (i32.const 3) (local.tee 0 (i32.add (local.get 0) (i32.const 1)))))";
        assert_eq!(executed(&format!("(loop {round})")), Some(3 * 7));
        assert_eq!(executed(&format!("(block (loop {round})) (local.set 0 (i32.const 2))")), Some(3 * 7 + 2));
    }
}
